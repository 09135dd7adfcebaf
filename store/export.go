package store

// CasePerson is a case of a list with the person it is about.
type CasePerson struct {
	CaseHead
	Person Person
}

// Exports tells whether somebody of the office may take a list of cases of a kab/kota ("": of all) away as a table; nil
// when so. Petugas and penyelia take those of their own kab/kota, an auditor those he reads, always masked; a penyelia
// may have the personal data in full. An admin sees no cases.
func (o Officer) Exports(region string, full bool) error {
	switch {
	case o.Login == "" || !o.Disabled.IsZero():
		return &ForbiddenError{By: o.Login, Why: RefusedUnknown}
	case full && o.Role != RoleSupervisor:
		return &ForbiddenError{By: o.Login, Why: RefusedRole, Need: string(RoleSupervisor)}
	case o.Role == RoleAdmin:
		return &ForbiddenError{By: o.Login, Why: RefusedRole, Need: string(RoleOfficer)}
	case o.Region != "" && o.Region != region:
		return &ForbiddenError{By: o.Login, Why: RefusedRegion, Need: region}
	}
	return nil
}
