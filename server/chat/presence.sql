-- Who is in a room. A process says again and again who is there through it; whoever it does not name for a while is
-- gone, also when the process is. So nobody is said to come or leave who only changed the process.

-- A notice that these guests came or left: one each for a few, one for all of many. In a room that is read-only they
-- are counted, and nothing is said.
create function code.note_guests(p_store bigint, p_kind text, p_numbers integer[])
returns void
language plpgsql as $$
declare
  moment timestamptz := code.clock();
  several constant integer := 3;
  first bigint;
  said integer := cardinality(p_numbers);
begin
  select last_seq into first from room where store_id = p_store;
  if not code.room_is_open(p_store) then
    said := 0;
  elsif cardinality(p_numbers) > several then
    said := 1;
    insert into message (store_id, seq, kind, guest, others, at)
    values (p_store, first + 1, p_kind, p_numbers[1], cardinality(p_numbers) - 1, moment);
  else
    insert into message (store_id, seq, kind, guest, at)
    select p_store, first + place, p_kind, number, moment from unnest(p_numbers) with ordinality as one (number, place);
  end if;
  update room set last_seq = first + said,
    present = (select count(*) from room_guest where store_id = p_store and is_present)
  where store_id = p_store;
end
$$;

-- These people are in a room for the next p_seconds; whoever was not is announced. Answers whether somebody was.
create function code.keep_guests(p_store bigint, p_people bigint[], p_seconds integer)
returns boolean
language plpgsql as $$
declare
  until timestamptz := code.clock() + make_interval(secs => p_seconds);
  numbers integer[];
  come integer[];
begin
  perform from room where store_id = p_store for update;
  if not found or not code.has_room(p_store) then return false; end if;
  numbers := array(select code.guest_in_room(p_store, id) from person
    where id = any (p_people) and erasing_since is null order by id);
  come := array(select number from room_guest
    where store_id = p_store and number = any (numbers) and not is_present order by number);
  update room_guest set is_present = true, present_until = greatest(present_until, until)
  where store_id = p_store and number = any (numbers);
  if cardinality(come) > 0 then perform code.note_guests(p_store, 'join', come); end if;
  return cardinality(come) > 0;
end
$$;

-- These people closed the room here; unless they are there through another process, or come back, they leave in
-- p_seconds.
create function code.release_guests(p_store bigint, p_people bigint[], p_seconds integer)
returns void
language plpgsql as $$
begin
  perform from room where store_id = p_store for update;
  update room_guest set present_until = least(present_until, code.clock() + make_interval(secs => p_seconds))
  where store_id = p_store and person_id = any (p_people) and is_present;
end
$$;

-- Whoever was not named for a while has left. Answers the rooms where that is announced, at most p_most; one that
-- somebody else holds comes in the next round.
create function code.dismiss_guests(p_most integer)
returns setof bigint
language plpgsql as $$
declare
  here bigint;
  gone integer[];
begin
  for here in
    select store_id from room where store_id in (
      select distinct store_id from room_guest where is_present and present_until < code.clock())
    order by store_id limit p_most for update skip locked
  loop
    gone := array(select number from room_guest
      where store_id = here and is_present and present_until < code.clock() order by number);
    continue when cardinality(gone) = 0;
    update room_guest set is_present = false where store_id = here and number = any (gone);
    perform code.note_guests(here, 'leave', gone);
    return next here;
  end loop;
end
$$;
