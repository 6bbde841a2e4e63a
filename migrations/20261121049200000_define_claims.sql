-- Up Migration
select steward_internal.define_claims('L0');
select steward_internal.define_memberships(null);
create trigger define_claims
before update of value on steward.settings
for each row
when (new.name = 'access.trust_level')
execute function steward_internal.change_trust_level();

-- Down Migration
do $$
begin
  -- Of a table that was dropped nothing is left to take away.
  if exists (select from steward.protected_tables as p where steward_internal.protected_relation(p) is not null) then
    raise exception using
      errcode = '2BP01',
      message = 'tables are protected by pgsteward',
      hint = 'Take the protection away with: select steward.unprotect_table(r) from steward.protected_tables as p cross join steward_internal.protected_relation(p) as r where r is not null;';
  end if;
end
$$;
drop trigger define_claims on steward.settings;
drop function steward_access.org_ids(text[]);
drop function steward_access.claim(text);
drop function steward_access.trust_level();
