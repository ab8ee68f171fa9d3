package inventory

// MLflowServer is a managed MLflow tracking server. It stands in SageMaker's
// network; clients reach it by an endpoint of theirs.
type MLflowServer struct{ Meta }

func decodeMLflowServer(_ *object, m Meta) *MLflowServer { return &MLflowServer{m} }

// Network of an MLflow server: nothing of the customer's runs in it.
func (s *MLflowServer) Network() Network { return runsNothing() }
