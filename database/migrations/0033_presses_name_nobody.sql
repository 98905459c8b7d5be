-- A check-in's answer was remembered with the name of whoever came, under the number of whoever scanned.
update press set answer = answer - 'name' where answer ? 'isWalkIn';
