# audit_trail
