-- Takes a person out of the rooms they were in, at most p_most of them, and answers how many; the caller goes on until
-- there are none. What they said is hidden for everybody; that somebody said something or came stays, who does not, and
-- pages that are open are told.
create function code.forget_in_rooms(p_person bigint, p_most integer)
returns integer
language plpgsql as $$
declare
  theirs bigint[] := array(select store_id from room_guest where person_id = p_person order by store_id limit p_most);
begin
  perform from room where store_id = any (theirs) order by store_id for update;
  update message set text = null, hidden_at = coalesce(hidden_at, code.clock())
  from room_guest
  where room_guest.person_id = p_person and room_guest.store_id = any (theirs) and kind = 'talk'
    and message.store_id = room_guest.store_id and message.guest = room_guest.number;
  update room_guest set person_id = null, is_present = false, forgotten_at = code.clock()
  where person_id = p_person and store_id = any (theirs);
  update room set rev = rev + 1,
    present = (select count(*) from room_guest where room_guest.store_id = room.store_id and is_present)
  where store_id = any (theirs);
  return cardinality(theirs);
end
$$;

-- A room goes with its store, where that may go.
create function code.drop_room(p_store bigint)
returns void
language sql as $$
  delete from message where store_id = p_store;
  delete from room_guest where store_id = p_store;
  delete from room where store_id = p_store
$$;
