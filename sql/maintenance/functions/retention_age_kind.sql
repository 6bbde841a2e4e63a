create or replace function steward_internal.retention_age_kind(type_oid oid)
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select case coalesce(nullif(t.typbasetype, 0::oid), t.oid)
    when 'timestamptz'::regtype then 'timestamptz'
    when 'timestamp'::regtype then 'timestamp'
    when 'date'::regtype then 'date'
    when 'uuid'::regtype then 'uuidv7'
  end
  from pg_type as t
  where t.oid = retention_age_kind.type_oid
$$;

comment on function steward_internal.retention_age_kind(oid) is $doc$
Tells how a column of a type says when, for add_retention_policy().

@param type_oid The type of the column; a domain counts as what it rests on.
@returns The kind; null if that must be said (integers count seconds or milliseconds) or the type cannot tell a time.
@access steward_reader
@example select steward_internal.retention_age_kind('timestamptz'::regtype);
$doc$;

revoke all on function steward_internal.retention_age_kind(oid) from public;
