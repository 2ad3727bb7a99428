-- What the patient has answered to whether somebody else may go on with them.

alter table pairs add column handover text;   -- offered by the AP, then agreed or declined
