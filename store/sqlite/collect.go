package sqlite

// collect gives all rows of an answer, each as scan reads it.
func collect[T any](tx *Tx, scan func(Row) (T, error), query string, args ...any) ([]T, error) {
	var out []T
	for row, err := range tx.Query(query, args...) {
		if err != nil {
			return nil, err
		}
		x, err := scan(row)
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}
