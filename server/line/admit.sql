-- admit: one batch of presses for one slot, in arrival order: tickets, seats, reservations and outbox rows under the
-- slot_line lock, one answer per press (I1 to I5, I9). READ COMMITTED: every statement in here sees what was
-- committed while the lock was waited for; as a single SQL statement it would not.
--
-- p_people[i], p_parties[i], p_keys[i] is press i. A person is in a batch at most once: the batcher sees to it, and
-- entry_live makes anything else an error. A press that already has an entry (same key, even ended; or a live one)
-- gets that entry, before any refusal, and its key stays with it.
--
-- Where a store limits how many places one person may have in its slots, its row is locked first: batches of its slots
-- are committed one after the other, so that each sees what the others gave. `limited` is that store, else null.
--
-- p_tickets null: the direct entrance, tickets are given here. Otherwise the buffered one (decision 0039): ticket i
-- was given to press i before, in epoch p_epoch, and p_gone[i] says that its person has left since. Whoever has a
-- ticket was let in by the rules as they were then: they get a seat, wait, or are told what they missed. But nobody
-- gets a place in a slot that is closed by now, in a store that is not public, or beyond its limit.
--
-- Rows are found and written set by set, which costs a third of a loop of INSERTs (decision 0008). No plan in here
-- depends on how large a table was: each is one index probe for each press.
--
-- Answers in one row, a list for each column joined by commas in the order of the presses, empty for null: 1,000 rows
-- of ten columns cost more to send and to read than to decide. `waiting` is the line after the batch.

-- Decides on the presses without an entry, in order, as the line stands. p_ended[i]: how press i ended before it came
-- here, null while it lives.
create function code.admit_fresh(p_line slot_line, p_rules code.slot_rules, p_limited bigint, p_people bigint[],
  p_parties integer[], p_answers code.batch_answers, p_tickets integer[], p_ended entry_state[])
returns code.batch_answers
language plpgsql as $$
declare
  a_problem text[] := p_answers.problems;
  a_fresh boolean[] := p_answers.fresh;
  a_ticket integer[] := p_answers.tickets;
  a_state entry_state[] := p_answers.states;
  a_ahead integer[] := p_answers.aheads;
  free integer := p_line.capacity - p_line.held;
  refusal text;
begin
  for press in 1 .. cardinality(p_people) loop
    continue when a_ticket[press] is not null;
    refusal := case
      when p_tickets[press] < p_line.next_ticket then 'closed'
      when p_tickets is not null then null
      when p_rules.shut is not null then p_rules.shut
      when p_parties[press] > p_rules.largest then 'party-too-large'
      when p_rules.places is not null and code.places_at_store(p_people[press], p_limited) >= p_rules.places
        then 'too-many-places'
    end;
    if refusal is null and p_ended[press] is not null then
      a_state[press] := p_ended[press];
    elsif refusal is null and not p_line.paused and (p_rules.fills_gaps or p_line.waiting = 0)
      and p_parties[press] <= free
    then
      a_state[press] := 'confirmed';
      free := free - p_parties[press];
    elsif refusal is null
      and (p_tickets is not null or (p_line.list_open and p_line.waiting < p_line.most_waiting))
    then
      a_state[press] := case when p_line.paused then 'waiting' else 'waitlisted' end;
    else
      a_problem[press] := coalesce(refusal, case when p_line.list_open then 'line-full' else 'list-closed' end);
      continue;
    end if;
    a_fresh[press] := true;
    a_ticket[press] := coalesce(p_tickets[press], p_line.next_ticket);
    if p_ended[press] is null then a_ahead[press] := p_line.waiting; end if;
    p_line.next_ticket := a_ticket[press] + 1;
    if a_state[press] in ('waiting', 'waitlisted') then p_line.waiting := p_line.waiting + 1; end if;
  end loop;
  return (a_problem, a_fresh, a_ticket, a_state, a_ahead, p_answers.parties, p_answers.reservations, p_answers.offers);
end
$$;

create function code.admit(p_slot bigint, p_people bigint[], p_parties integer[], p_keys text[],
  p_tickets integer[] default null, p_gone boolean[] default null, p_epoch integer default null,
  out problems text, out opens_in_ms bigint, out fresh text, out tickets text, out states text, out aheads text,
  out parties text, out reservations text, out offers text, out waiting integer, out departed integer,
  out free integer, out limited bigint)
language plpgsql as $$
declare
  line slot_line;
  moment timestamptz;
  rules code.slot_rules;
  answers code.batch_answers;
  ended entry_state[];
  refusal text;
begin
  limited := code.limited_store(p_slot);
  moment := code.open_line(p_slot);
  select * into line from slot_line where slot_id = p_slot;
  refusal := code.refusal_of_entrance(line, p_tickets, p_epoch, moment);
  if refusal is not null then
    problems := array_to_string(array_fill(refusal, array[cardinality(p_people)]), ',');
    return;
  end if;
  rules := code.rules_for_newcomers(p_slot, moment, line.capacity, limited);
  if p_tickets is not null then
    p_people := code.people_of_given(p_people, p_tickets);
    p_keys := array(
      select case when one.person < 0 then 'erased' else one.key end
      from unnest(p_people, p_keys) with ordinality as one (person, key, press) order by press);
    ended := code.ends_of_given(line, rules, limited, moment, p_people, p_parties, p_gone);
  end if;
  answers := code.answer_known(p_slot, p_people, p_parties, p_keys);
  answers := code.admit_fresh(line, rules, limited, p_people, p_parties, answers, p_tickets, ended);
  if true = any (answers.fresh) then
    perform code.write_fresh(p_slot, moment, p_people, p_parties, p_keys, answers);
    answers.reservations := code.reserve_fresh(p_slot, moment, p_people, p_parties, answers);
  end if;
  if p_tickets is not null then perform code.note_given(p_slot, moment, p_people, p_tickets, answers); end if;

  problems := array_to_string(answers.problems, ',', '');
  opens_in_ms := rules.opens_in_ms;
  fresh := array_to_string(answers.fresh, ',');
  tickets := array_to_string(answers.tickets, ',', '');
  states := array_to_string(answers.states, ',', '');
  aheads := array_to_string(answers.aheads, ',', '');
  parties := array_to_string(answers.parties, ',');
  reservations := array_to_string(answers.reservations, ',', '');
  offers := array_to_string(answers.offers, ',', '');
  select slot_line.waiting, slot_line.departed, capacity - held into waiting, departed, free
  from slot_line where slot_id = p_slot;
end
$$;
