-- The controls of the race tests: the same decisions as ours, read first and written later, without lock, CHECK or
-- unique index. The pause stands for whatever a server does between reading and writing.
create table bare_slot (capacity integer not null, held integer not null default 0);
create table bare_entry (id serial, person integer not null, party integer not null default 1, state text not null);

create function bare_join(p_person integer, p_party integer) returns text language plpgsql as $$
declare
  line bare_slot;
  fate text;
begin
  perform from bare_entry where person = p_person and state in ('confirmed', 'waitlisted');
  if found then return 'already in'; end if;
  select * into line from bare_slot;
  perform pg_sleep(0.05);
  fate := case when line.held + p_party <= line.capacity then 'confirmed' else 'waitlisted' end;
  insert into bare_entry (person, party, state) values (p_person, p_party, fate);
  if fate = 'confirmed' then update bare_slot set held = line.held + p_party; end if;
  return fate;
end
$$;

create function bare_promote() returns void language plpgsql as $$
declare
  line bare_slot;
  head bare_entry;
begin
  select * into line from bare_slot;
  select * into head from bare_entry where state = 'waitlisted' order by id limit 1;
  perform pg_sleep(0.05);
  if head.id is null or line.held + head.party > line.capacity then return; end if;
  update bare_entry set state = 'confirmed' where id = head.id;
  update bare_slot set held = held + head.party;
end
$$;

create function bare_cancel(p_person integer) returns boolean language plpgsql as $$
declare
  mine bare_entry;
begin
  select * into mine from bare_entry where person = p_person and state = 'confirmed';
  perform pg_sleep(0.05);
  if mine.id is null then return false; end if;
  update bare_entry set state = 'cancelled' where id = mine.id;
  update bare_slot set held = held - mine.party;
  perform bare_promote();
  return true;
end
$$;

create function bare_leave(p_person integer) returns boolean language plpgsql as $$
declare
  mine bare_entry;
begin
  select * into mine from bare_entry where person = p_person and state = 'waitlisted';
  perform pg_sleep(0.05);
  if mine.id is null then return false; end if;
  update bare_entry set state = 'left' where id = mine.id;
  return true;
end
$$;
