package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestMain is the command itself where the tests start it as a process.
func TestMain(m *testing.M) {
	if args := os.Getenv("AZBILL_MOCK_ARGS"); args != "" {
		os.Args = append(os.Args[:1], strings.Split(args, "\n")...)
		main()
	}
	os.Exit(m.Run())
}

var listening = regexp.MustCompile(`listening on (http://\S+)/`)

// start runs the command in this process and returns the URL it listens on.
func start(t *testing.T, args ...string) (url string, stop func() int) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	out, in := io.Pipe()
	status := make(chan int, 1)
	go func() {
		status <- run(ctx, append(args, "-listen", "127.0.0.1:0"), io.Discard, in)
		in.Close()
	}()
	scanner := bufio.NewScanner(out)
	for scanner.Scan() {
		if m := listening.FindStringSubmatch(scanner.Text()); m != nil {
			url = m[1]
			break
		}
	}
	if url == "" {
		cancel()
		t.Fatalf("the command ended with %d before it listened", <-status)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return url, func() int {
		cancel()
		return <-status
	}
}

func request(t *testing.T, method, url, body string) (int, string) {
	t.Helper()
	req, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(text)
}

const budget = `{"properties":{"category":"Cost","amount":1.50,"timeGrain":"Monthly","timePeriod":{"startDate":"2017-10-01T00:00:00Z"}}}`

// TestCommand: documents that come with azbill and any other, with the flags; the state goes from one run to the next.
func TestCommand(t *testing.T) {
	state := filepath.Join(t.TempDir(), "state.json")
	faults := filepath.Join(t.TempDir(), "faults.json")
	if err := os.WriteFile(faults, []byte(`{"faults":[{"fault":"error","path":"*/credits/*","status":502}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"-api", "consumption@2024-08-01", "-spec", "../../specs/billing/2020-05-01.yaml", "-samples", "../../testdata/examples", "-state=" + state, "-faults", faults, "-page-size", "1"}
	url, stop := start(t, args...)
	budgets := url + "/subscriptions/1/providers/Microsoft.Consumption/budgets/b?api-version=2024-08-01"
	if status, text := request(t, "PUT", budgets, budget); status != 201 {
		t.Errorf("%d %s", status, text)
	}
	if status, text := request(t, "GET", url+"/providers/Microsoft.Billing/billingAccounts?api-version=2020-05-01", ""); status != 200 || !strings.Contains(text, `"nextLink":"`+url) {
		t.Errorf("%d %s", status, text)
	}
	if status, _ := request(t, "GET", url+"/providers/Microsoft.Billing/billingAccounts/1/billingProfiles/2/providers/Microsoft.Consumption/credits/balanceSummary?api-version=2024-08-01", ""); status != 502 {
		t.Errorf("the fault's status is %d", status)
	}
	if status := stop(); status != exitStopped {
		t.Errorf("stopped with %d", status)
	}
	url2, stop := start(t, args...)
	if status, text := request(t, "GET", strings.Replace(budgets, url, url2, 1), ""); status != 200 || !strings.Contains(text, "1.50") {
		t.Errorf("after a restart: %d %s", status, text)
	}
	stop()
}

// savedAt is when a file was last written; the zero time if it does not exist.
func savedAt(file string) time.Time {
	info, err := os.Stat(file)
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}

// TestKilled: whenever the process is killed, the file of the state is whole: one that was saved before or the new one. Every
// resource in it was acknowledged or sent.
func TestKilled(t *testing.T) {
	rounds := 6
	if testing.Short() {
		rounds = 2
	}
	file := filepath.Join(t.TempDir(), "state.json")
	kept := 0
	for round := range rounds {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), "AZBILL_MOCK_ARGS="+strings.Join([]string{"-api", "consumption@2024-08-01", "-state=" + file, "-listen", "127.0.0.1:0"}, "\n"))
		stderr, err := cmd.StderrPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		url := ""
		scanner := bufio.NewScanner(stderr)
		for url == "" && scanner.Scan() {
			if m := listening.FindStringSubmatch(scanner.Text()); m != nil {
				url = m[1]
			}
		}
		if url == "" {
			t.Fatal("the state of a killed process is not restored")
		}
		// Writes go on until the process is killed, which is some time after it saved for the first time, another in each round.
		go func() {
			for before := savedAt(file); savedAt(file).Equal(before); {
				time.Sleep(5 * time.Millisecond)
			}
			time.Sleep(time.Duration(137*round) * time.Millisecond)
			_ = cmd.Process.Kill()
		}()
		for i := 0; ; i++ {
			target := fmt.Sprintf("%s/subscriptions/1/providers/Microsoft.Consumption/budgets/b%d-%d?api-version=2024-08-01", url, round, i)
			req, err := http.NewRequest("PUT", target, strings.NewReader(budget))
			if err != nil {
				t.Fatal(err)
			}
			resp, err := http.DefaultClient.Do(req)
			if err != nil {
				break
			}
			resp.Body.Close()
		}
		_ = cmd.Wait() // it was killed
		text, err := os.ReadFile(file)
		if os.IsNotExist(err) {
			continue
		}
		var saved struct{ Resources []struct{ ID string } }
		if err := json.Unmarshal(text, &saved); err != nil {
			t.Fatalf("round %d: %d bytes: %v", round, len(text), err)
		}
		if len(saved.Resources) < kept {
			t.Errorf("round %d: %d resources, before there were %d", round, len(saved.Resources), kept)
		}
		kept = len(saved.Resources)
	}
	if kept == 0 {
		t.Error("nothing was saved in any round")
	}
	t.Logf("%d rounds, %d resources kept", rounds, kept)
}
