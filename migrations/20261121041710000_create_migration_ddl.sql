-- Up Migration
create index migration_log_xid_idx on steward.migration_log (xid) where xid is not null;

-- Down Migration
drop index steward.migration_log_xid_idx;
