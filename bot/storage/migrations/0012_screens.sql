-- A language of which the site has the ten screens only: those are said in it, everything else in `language`.

alter table people add column screens text;
