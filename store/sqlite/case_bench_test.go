package sqlite

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// anyCase makes up the i-th of many cases, spread over programmes and regions.
func anyCase(i int) store.NewCase {
	n := applicant(i % 100)
	n.Key, n.Contact = fmt.Sprint("k", i), conversations.ContactID(fmt.Sprint(i))
	n.Person.NIK = fmt.Sprintf("64720345%08d", i)
	n.Person.Phone = fmt.Sprintf("+628%09d", i)
	n.Programme = []string{"wrse", "wrse", "terencana"}[i%3]
	n.Region, n.District = store.Regions()[i%10], ""
	n.At = noon().Add(time.Duration(i) * time.Second)
	return n
}

func BenchmarkOpenCase(b *testing.B) {
	for _, people := range []int{1, 50} {
		b.Run(fmt.Sprintf("people=%d", people), func(b *testing.B) {
			d := opened(b, store.Unlimited)
			var next atomic.Int64
			b.SetParallelism(people)
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if _, err := d.OpenCase(context.Background(), anyCase(int(next.Add(1)))); err != nil {
						b.Error(err)
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "cases/s")
		})
	}
}

// manyCases fills a database in few transactions; cases get a status at random.
func manyCases(b *testing.B, count int) *DB {
	b.Helper()
	d := opened(b, store.Unlimited)
	dice := rand.New(rand.NewPCG(1, 2))
	for from := 0; from < count; from += 5000 {
		err := d.Write(b.Context(), func(tx *Tx) error {
			for i := from; i < min(from+5000, count); i++ {
				o, err := d.opening(anyCase(i))
				if err != nil {
					return err
				}
				if _, err := d.insertCase(tx, o, store.Statuses()[dice.IntN(10)]); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return d
}

func BenchmarkWith100000Cases(b *testing.B) {
	d := manyCases(b, 100_000)
	page := func(f store.CaseFilter) func(*testing.B) {
		return func(b *testing.B) {
			for b.Loop() {
				if _, err := d.Cases(context.Background(), f); err != nil {
					b.Fatal(err)
				}
			}
		}
	}
	b.Run("newest", page(store.CaseFilter{}))
	b.Run("region", page(store.CaseFilter{Region: "64.72"}))
	b.Run("region+status", page(store.CaseFilter{Region: "64.72", Status: store.CaseAtRegency, Oldest: true}))
	b.Run("status", page(store.CaseFilter{Status: store.CaseIncomplete, Oldest: true}))
	b.Run("programme", page(store.CaseFilter{Programme: "wrse", Year: 2026}))
	b.Run("programme+region+status", page(store.CaseFilter{Programme: "wrse", Region: "64.72", Status: store.CaseApproved}))
	b.Run("nothing there", page(store.CaseFilter{Programme: "kube"}))
	b.Run("since", page(store.CaseFilter{Since: noon().Add(99_000 * time.Second), Oldest: true}))
	b.Run("region+since", page(store.CaseFilter{Region: "64.72", Since: noon().Add(99_000 * time.Second), Oldest: true}))
	b.Run("overdue", page(store.CaseFilter{Overdue: noon().Add(50_000 * time.Second), Oldest: true}))
	b.Run("region+overdue", page(store.CaseFilter{Region: "64.72", Overdue: noon().AddDate(1, 0, 0), Oldest: true}))
	b.Run("urgent", page(store.CaseFilter{Urgent: true}))
	b.Run("region+urgent", page(store.CaseFilter{Region: "64.72", Urgent: true}))
	b.Run("programme+region+status+urgent", page(store.CaseFilter{Programme: "wrse", Region: "64.72", Status: store.CaseAtProvince, Urgent: true}))
	b.Run("status+urgent", page(store.CaseFilter{Status: store.CaseWaitlisted, Urgent: true}))
	b.Run("closed+urgent", page(store.CaseFilter{Status: store.CaseRefused, Region: "64.72", Urgent: true}))
	b.Run("by officer+urgent", page(store.CaseFilter{Officer: "rina", Urgent: true}))
	b.Run("next", func(b *testing.B) {
		for b.Loop() {
			n := store.Next{Region: "64.72", Officer: "rina", Statuses: []store.Status{store.CaseAtProvince}, Due: noon()}
			if _, err := d.NextCase(context.Background(), n); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("by officer", page(store.CaseFilter{Officer: "rina"}))
	b.Run("by name", func(b *testing.B) {
		for b.Loop() {
			if got, err := d.SearchCases(context.Background(), store.ReadSearch("siti aminah"), "64.72", 50); err != nil || len(got) == 0 {
				b.Fatal(len(got), err)
			}
		}
	})
	b.Run("deep page", page(store.CaseFilter{Region: "64.72", After: 50_000}))
	b.Run("by NIK", func(b *testing.B) {
		for b.Loop() {
			if got, err := d.CasesOfNIK(context.Background(), "6472034500077777"); err != nil || len(got) != 1 {
				b.Fatal(len(got), err)
			}
		}
	})
	b.Run("by number", func(b *testing.B) {
		for b.Loop() {
			if _, err := d.CaseByNumber(context.Background(), "WRSE-2026-031415"); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("programme table", func(b *testing.B) {
		for b.Loop() {
			if _, err := d.ProgrammeTable(context.Background(), 2026); err != nil {
				b.Fatal(err)
			}
		}
	})
}
