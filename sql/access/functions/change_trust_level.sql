create or replace function steward_internal.change_trust_level()
returns trigger
language plpgsql
volatile
parallel unsafe
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_obstacle record;
begin
  select o.problem, o.action
  into v_obstacle
  from steward_internal.trust_level_obstacles(new.value) as o
  limit 1;
  if found then
    raise exception using
      errcode = '55000',
      message = format('claims cannot be trusted at level %s: %s', new.value, v_obstacle.problem),
      hint = v_obstacle.action;
  end if;
  perform steward_internal.define_claims(new.value);
  return new;
end
$$;

comment on function steward_internal.change_trust_level() is $doc$
Lets the setting access.trust_level take effect.

A level that the database cannot keep is refused.

@returns The row as it is.
@error 55000 The level is unknown, or something that it rests on is missing.
@definer A steward_admin may change the setting, and the functions that it stands for belong to the owner.
@access steward_admin
@example select set_setting('access.trust_level', 'L0');
$doc$;

revoke all on function steward_internal.change_trust_level() from public;
