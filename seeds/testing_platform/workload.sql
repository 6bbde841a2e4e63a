-- Runs the query of each index once, as its comment gives it.
do $$
declare
  v_query text;
begin
  for v_query in
    select split_part(obj_description(i.indexrelid, 'pg_class'), e'\n\n', 2)
    from pg_index as i
    inner join pg_class as c on c.oid = i.indexrelid
    inner join pg_class as r on r.oid = i.indrelid
    where c.relnamespace = 'public'::regnamespace
      and r.relkind = 'r'
      and obj_description(i.indexrelid, 'pg_class') is not null
  loop
    execute v_query;
  end loop;
end
$$;
