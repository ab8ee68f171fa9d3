package emulator

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"
)

const (
	cache        = "../../.cache/emulator"
	startTimeout = time.Minute
)

// server is a running emulator. It ends by itself when this process ends,
// because its standard input does.
type server struct {
	url string
	log *lines
}

var running = sync.OnceValues(start)

// emulate gives the one server of this test run, started on first use and left
// without rules when the test ends.
func emulate(t testing.TB) *server {
	t.Helper()
	s, err := running()
	if err != nil {
		t.Fatalf("start the emulator: %v", err)
	}
	t.Cleanup(func() {
		if err := s.behave(); err != nil {
			t.Errorf("take the emulator's rules back: %v", err)
		}
	})
	return s
}

func start() (*server, error) {
	python, err := installed()
	if err != nil {
		return nil, err
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	s := &server{url: "http://127.0.0.1:" + strconv.Itoa(port), log: &lines{}}
	cmd := exec.Command(python, "extension/server.py", "-H", "127.0.0.1", "-p", strconv.Itoa(port), "--until-stdin-ends")
	cmd.Stdout, cmd.Stderr = s.log, s.log
	cmd.Env = append(os.Environ(), "MOTO_EC2_LOAD_DEFAULT_AMIS=false", "PYTHONDONTWRITEBYTECODE=1", "NO_COLOR=1")
	if _, err := cmd.StdinPipe(); err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	return s, s.await(ended)
}

func (s *server) await(ended <-chan error) error {
	for deadline := time.Now().Add(startTimeout); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		select {
		case err := <-ended:
			return fmt.Errorf("it ended at once: %w\n%s", err, s.log)
		default:
		}
		answer, err := http.Get(s.url + "/mooring/counts")
		if err == nil {
			answer.Body.Close()
			return nil
		}
	}
	return fmt.Errorf("no answer within %v\n%s", startTimeout, s.log)
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// installed gives the Python that has the pinned packages, made in .cache/ on
// first use and again whenever requirements.txt changes.
func installed() (string, error) {
	pins, err := os.ReadFile("requirements.txt")
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(pins)
	dir, err := filepath.Abs(filepath.Join(cache, "venv-"+hex.EncodeToString(sum[:6])))
	if err != nil {
		return "", err
	}
	python := filepath.Join(dir, "bin", "python")
	if _, err := os.Stat(python); err == nil {
		return python, nil
	}
	return python, install(dir)
}

// install builds beside and renames, so that a broken install is never taken
// for a whole one.
func install(dir string) error {
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return err
	}
	building, err := os.MkdirTemp(filepath.Dir(dir), "building-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(building)
	python := filepath.Join(building, "bin", "python")
	steps := [][]string{
		{"python3", "-m", "venv", building},
		{python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "-r", "requirements.txt"},
	}
	for _, step := range steps {
		if out, err := exec.Command(step[0], step[1:]...).CombinedOutput(); err != nil {
			return fmt.Errorf("%v: %w\n%s", step, err, out)
		}
	}
	if err := os.Rename(building, dir); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	return nil
}

// lines keeps what the server writes, for the case that it fails.
type lines struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return string(l.buf.Bytes()[max(0, l.buf.Len()-4000):])
}
