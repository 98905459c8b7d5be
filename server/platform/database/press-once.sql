-- One press, one effect (I9) for every write but join, whose key is a column of the entry. The key's row is written in
-- the transaction of the effect: a twin in flight waits for it (at most lock_timeout), a later repeat gets the first
-- answer, another body is refused, and a refusal is forgotten. p_call names one of our functions with the signature
-- (p_person bigint, p_arguments jsonb) returns jsonb; it never comes from a client. p_network is for code.note_deed,
-- null where nothing is written down; it is no part of what was asked, or a retry from elsewhere would be another one.
-- The release before hashed what was asked in another way, in fewer digits: for the day that its keys last, a repeat of
-- such a press gets its answer unseen, since nobody can tell whether it asked the same.

create function code.press_once(p_person bigint, p_key text, p_call text, p_arguments jsonb, p_network text)
returns jsonb
language plpgsql as $$
declare
  body text := encode(sha256(convert_to(p_call || p_arguments::text, 'UTF8')), 'hex');
  past press;
  outcome jsonb;
begin
  if p_key is not null then
    insert into press as kept (person_id, key, body_hash) values (p_person, p_key, body)
    on conflict (person_id, key) do update set body_hash = excluded.body_hash, answer = null,
      created_at = code.clock() where kept.created_at < code.clock() - interval '24 hours';
    if not found then
      select * into past from press where person_id = p_person and key = p_key;
      if length(past.body_hash) = length(body) and past.body_hash <> body then
        return jsonb_build_object('problem', 'key-reused');
      end if;
      return past.answer;
    end if;
  end if;

  if p_network is not null then perform set_config('popline.network', p_network, true); end if;
  execute format('select code.%I($1, $2)', p_call) into outcome using p_person, p_arguments;

  if p_key is not null then
    if outcome ? 'problem' then
      delete from press where person_id = p_person and key = p_key;
    else
      update press set answer = outcome where person_id = p_person and key = p_key;
    end if;
  end if;
  return outcome;
end
$$;

-- Keys are remembered for 24 hours.
create function code.forget_presses(p_most integer)
returns void
language sql as $$
  delete from press where (person_id, key) in (
    select person_id, key from press where created_at < code.clock() - interval '24 hours'
    order by created_at limit p_most)
$$;
