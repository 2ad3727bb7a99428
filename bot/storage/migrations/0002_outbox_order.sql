-- The deliverer reads its queue by these: what is due in a lane, what is in flight, which outcomes nobody was told yet.
create index outbox_due on outbox (lane, not_before, id) where state = 'waiting';
create index outbox_in_flight on outbox (id) where state = 'in_flight';
create index outbox_untold on outbox (id) where tell and state in ('sent', 'failed');
