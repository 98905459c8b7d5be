-- What the host changes: capacity, pause, whether the waiting list takes newcomers and how many may wait. p_arguments:
-- { slot, capacity?, seenCapacity?, paused?, listOpen?, mostWaiting? }. A closed list or a smaller cap only stops
-- newcomers. Whoever has seen another capacity than there is by now changes nothing: they would undo what others did.
-- Fewer seats than are held, or than the largest waiting party needs, is refused: nobody loses what they have.

create function code.change_line(p_person bigint, p_arguments jsonb)
returns jsonb
language plpgsql as $$
declare
  here bigint := (p_arguments ->> 'slot')::bigint;
  seats integer := (p_arguments ->> 'capacity')::integer;
  pausing boolean := (p_arguments ->> 'paused')::boolean;
  moment timestamptz := code.open_line(here);
  line slot_line;
  everybody integer[];
begin
  perform from slot where id = here and code.may_at_store(p_person, store_id, 'change-slot');
  if not found then return jsonb_build_object('problem', 'not-found'); end if;
  perform from slot where id = here and closed_at is not null;
  if found then return jsonb_build_object('problem', 'closed'); end if;
  select * into line from slot_line where slot_id = here;
  if (p_arguments ->> 'seenCapacity')::integer <> line.capacity then
    return jsonb_build_object('problem', 'stale-revision');
  end if;

  everybody := case when seats < line.capacity or line.paused then code.line_tickets(here) end;
  if seats < line.held or (seats < line.capacity and exists (
      select from entry where slot_id = here and ticket = any (everybody) and party_size > seats)) then
    return jsonb_build_object('problem', 'capacity-too-small');
  end if;

  update slot_line set capacity = coalesce(seats, capacity), paused = coalesce(pausing, paused),
    list_open = coalesce((p_arguments ->> 'listOpen')::boolean, list_open),
    most_waiting = coalesce((p_arguments ->> 'mostWaiting')::integer, most_waiting), rev = rev + 1
  where slot_id = here;
  perform code.seat_line(here, moment);
  if line.paused and not pausing then
    update entry set state = 'waitlisted' where slot_id = here and ticket = any (everybody) and state = 'waiting';
  end if;
  perform code.note_deed(p_person, 'slot-changed', 'slot:' || here, p_arguments - '{slot,seenCapacity}'::text[]);
  return jsonb_build_object('slot', here::text);
end
$$;
