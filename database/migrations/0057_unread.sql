-- What somebody has not read is counted in what was said: past a crowd's coming and going, of which nothing is unread.
create index message_said on message (store_id, seq) where kind = 'talk' and hidden_at is null;
