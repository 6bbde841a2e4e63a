-- One turn of a worker: it asks for a job and does one. Two in a hundred fail and come back, one in a thousand is given up.
\set enqueue random(1, 100)
\set outcome random(1, 1000)
\if :enqueue <= 98
select enqueue_job('soak', jsonb_build_object('worker', :client_id::integer), queue => 'soak');
\endif
select coalesce(min(id), 0) as job from claim_jobs('soak-' || :client_id::text, 'soak') \gset
\if :job > 0
\if :outcome <= 980
select complete_job(:job, 'soak-' || :client_id::text, '{"passed": true}');
\elif :outcome <= 999
select fail_job(:job, 'soak-' || :client_id::text, 'The page did not load.');
\else
select fail_job(:job, 'soak-' || :client_id::text, 'The flow is gone.', retry => false);
\endif
\endif
