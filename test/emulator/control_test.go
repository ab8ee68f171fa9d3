package emulator

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"testing"
	"time"
)

// rule makes the emulator answer some operations otherwise: deny, refuse
// (not a valid request), fail (500), throttle, garbage (a page that is no AWS
// answer), vanish (the connection ends).
type rule struct {
	Operation string `json:"operation"` // service:Operation, * stands for anything
	Answer    string `json:"answer"`
	Contains  string `json:"contains,omitempty"` // a text in the request's body
}

// usage is what was asked of the emulator since it was last forgotten.
type usage struct {
	Operations map[string]int `json:"operations"`
	Requests   int            `json:"requests"`
	CPUSeconds float64        `json:"cpu_seconds"` // the emulator's own
}

// behave replaces all rules and takes any delay away.
func (s *server) behave(rules ...rule) error { return s.delay(0, rules...) }

// delay adds a wait to every answer.
func (s *server) delay(wait time.Duration, rules ...rule) error {
	return s.command(http.MethodPut, "/mooring/rules", map[string]any{"latency_ms": wait.Milliseconds(), "rules": append([]rule{}, rules...)}, nil)
}

// settle gives a resource a status, and a failed one its reason.
func (s *server) settle(arn, status, reason string) error {
	return s.command(http.MethodPut, "/mooring/status", map[string]string{"arn": arn, "status": status, "reason": reason}, nil)
}

func (s *server) forget() error { return s.command(http.MethodDelete, "/mooring/counts", nil, nil) }

func (s *server) usage(t testing.TB) usage {
	t.Helper()
	var u usage
	if err := s.command(http.MethodGet, "/mooring/counts", nil, &u); err != nil {
		t.Fatal(err)
	}
	return u
}

// reset empties every account and makes the ids repeatable.
func (s *server) reset() error {
	if err := s.command(http.MethodPost, "/moto-api/reset", nil, nil); err != nil {
		return err
	}
	return s.command(http.MethodPost, "/moto-api/seed?a=42", nil, nil)
}

func (s *server) command(method, path string, given, answer any) error {
	body, err := json.Marshal(given)
	if err != nil {
		return err
	}
	request, err := http.NewRequest(method, s.url+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s %s: %s: %s", method, path, response.Status, text)
	}
	if answer == nil {
		return nil
	}
	return json.Unmarshal(text, answer)
}
