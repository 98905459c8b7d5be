-- Pauses slots, or lets them go on, in one statement: in the order of their ids, which is that of their locks, each as
-- `change_line` does it. Ends after a second, so that no line is held longer, and answers how many it has looked at;
-- what is left is another press. A slot that was closed or taken away meanwhile is passed over.
-- p_arguments: { slots, paused }.
create function code.pause_slots(p_person bigint, p_arguments jsonb)
returns jsonb
language plpgsql as $$
declare
  ends timestamptz := code.clock() + interval '1 second';
  asked bigint[] := array(
    select value::bigint from jsonb_array_elements_text(p_arguments -> 'slots') order by value::bigint);
  here bigint;
  outcome jsonb;
  changed jsonb := '[]';
  looked integer := 0;
begin
  foreach here in array asked loop
    outcome := code.change_line(p_person, jsonb_build_object('slot', here::text, 'paused', p_arguments -> 'paused'));
    if outcome ? 'slot' then changed := changed || (outcome -> 'slot'); end if;
    looked := looked + 1;
    exit when code.clock() >= ends;
  end loop;
  -- Their triggers would take these in the order of slots, and another transaction in another one.
  perform from store_search where store_id in (
    select of_store from slot_line where slot_id in (select value::bigint from jsonb_array_elements_text(changed)))
  order by store_id for update;
  return jsonb_build_object('slotIds', changed, 'looked', looked);
end
$$;
