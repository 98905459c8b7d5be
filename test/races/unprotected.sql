-- The controls of the race tests: the same decisions as ours, read first and written later, without lock, CHECK or
-- unique index. As many as bare_meeting says meet between reading and writing, as racers may at any time.
create table bare_slot (capacity integer not null, held integer not null default 0);
create table bare_entry (id serial, person integer not null, party integer not null default 1, state text not null);

create table bare_meeting (readers integer not null);
insert into bare_meeting values (0);
create sequence bare_readers;

-- Nobody goes on before as many have come; whoever comes later does not wait. At most ten seconds.
create function bare_meet() returns void language plpgsql as $$
declare
  expected integer := readers from bare_meeting;
begin
  perform nextval('bare_readers');
  for look in 1 .. 1000 loop
    exit when (select last_value from bare_readers) >= expected;
    perform pg_sleep(0.01);
  end loop;
end
$$;

create function bare_join(p_person integer, p_party integer) returns text language plpgsql as $$
declare
  line bare_slot;
  fate text;
begin
  perform from bare_entry where person = p_person and state in ('confirmed', 'waitlisted');
  if found then return 'already in'; end if;
  select * into line from bare_slot;
  perform bare_meet();
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
  perform bare_meet();
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
  perform bare_meet();
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
  perform bare_meet();
  if mine.id is null then return false; end if;
  update bare_entry set state = 'left' where id = mine.id;
  return true;
end
$$;

-- Offers. A naive one is looked up, and acted on a moment later.
create function bare_offer() returns void language plpgsql as $$
begin
  update bare_entry set state = 'offered' where id = (
    select id from bare_entry where state = 'waitlisted' order by id limit 1);
  if found then update bare_slot set held = held + 1; end if;
end
$$;

create function bare_accept(p_person integer) returns boolean language plpgsql as $$
declare
  mine bare_entry;
begin
  select * into mine from bare_entry where person = p_person and state = 'offered';
  perform bare_meet();
  if mine.id is null then return false; end if;
  update bare_entry set state = 'confirmed' where id = mine.id;
  return true;
end
$$;

-- Ends an offer, however that comes: it ran out, was declined, or its owner left. The seat goes to the next.
create function bare_end_offer(p_person integer, p_end text) returns boolean language plpgsql as $$
declare
  mine bare_entry;
begin
  select * into mine from bare_entry where person = p_person and state = 'offered';
  perform bare_meet();
  if mine.id is null then return false; end if;
  update bare_entry set state = p_end where id = mine.id;
  update bare_slot set held = held - mine.party;
  perform bare_offer();
  return true;
end
$$;

-- As the source does (D1): the count is read, somebody is seated or gone, the count is written back.
create function bare_count(p_person integer, p_state text, p_change integer) returns void language plpgsql as $$
declare
  line bare_slot;
begin
  select * into line from bare_slot;
  perform bare_meet();
  update bare_entry set state = p_state where person = p_person;
  update bare_slot set held = line.held + p_change;
end
$$;

-- Two slots of a store.
create table bare_time (id integer primary key, capacity integer not null, held integer not null default 0);

create function bare_move(p_from integer, p_to integer) returns boolean language plpgsql as $$
declare
  there bare_time;
begin
  select * into there from bare_time where id = p_to;
  perform bare_meet();
  if there.held >= there.capacity then return false; end if;
  update bare_time set held = held + 1 where id = p_to;
  update bare_time set held = held - 1 where id = p_from;
  return true;
end
$$;

-- With locks, the slot one is in first.
create function bare_move_in_turn(p_from integer, p_to integer) returns void language plpgsql as $$
begin
  perform from bare_time where id = p_from for update;
  perform bare_meet();
  perform from bare_time where id = p_to for update;
end
$$;
