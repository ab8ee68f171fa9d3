package emulator

import (
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/sagemaker"
)

// particular are lists of one thing's parts, at which moto stumbles when the
// thing is not named.
func particular() []string {
	return []string{"ListClusterNodes", "ListPipelineParametersForExecution", "ListTags"}
}

// TestEmulatorExtension_AnswersEveryList asks each List operation that the SDK
// knows. Only then does an empty page mean that there is none.
func TestEmulatorExtension_AnswersEveryList(t *testing.T) {
	s := emulate(t)
	asked := 0
	for m := range reflect.TypeFor[*sagemaker.Client]().Methods() {
		if !strings.HasPrefix(m.Name, "List") || slices.Contains(particular(), m.Name) {
			continue
		}
		asked++
		request, err := http.NewRequest(http.MethodPost, s.url, strings.NewReader("{}"))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("X-Amz-Target", "SageMaker."+m.Name)
		request.Header.Set("Content-Type", "application/x-amz-json-1.1")
		request.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=test/20260101/us-west-2/sagemaker/aws4_request, SignedHeaders=host, Signature=0")
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode >= 500 {
			t.Errorf("%s: %s", m.Name, answer.Status)
		}
	}
	if asked < 70 {
		t.Errorf("asked %d lists: the SDK has more", asked)
	}
}
