package emulator

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"
)

// studio adds a private space with an app to the sealed domain, and a domain
// whose apps use the VPC for its file system alone.
func (w *world) studio(n network, works axes) {
	ctx, domain, user := context.Background(), aws.String("d-sealed"), aws.String("sealed-user")
	space := done(w.sagemaker.CreateSpace(ctx, &sagemaker.CreateSpaceInput{
		DomainId: domain, SpaceName: aws.String("sealed-space"), OwnershipSettings: &types.OwnershipSettings{OwnerUserProfileName: user},
		SpaceSharingSettings: &types.SpaceSharingSettings{SharingType: types.SharingTypePrivate}, SpaceSettings: &types.SpaceSettings{AppType: types.AppTypeJupyterLab},
	}))
	w.expect("space", "sealed-space", *space.SpaceArn, works)
	app := done(w.sagemaker.CreateApp(ctx, &sagemaker.CreateAppInput{DomainId: domain, SpaceName: aws.String("sealed-space"), AppType: types.AppTypeJupyterLab, AppName: aws.String("default")}))
	w.expect("app", "default", *app.AppArn, works)

	home := known("direct", "works")
	id := w.domain("public", n, types.AppNetworkAccessTypePublicInternetOnly, n.workers)
	w.expect("domain", "public", w.arn("domain/"+id), home)
	w.expect("user-profile", "public-user", w.profile(id, "public-user"), home)
}

// withoutCode are kinds that run no code of the customer in a network of his.
func (w *world) withoutCode() {
	ctx, none := context.Background(), known("not-applicable", "not-applicable")
	server := done(w.sagemaker.CreateMlflowTrackingServer(ctx, &sagemaker.CreateMlflowTrackingServerInput{TrackingServerName: aws.String("experiments"), ArtifactStoreUri: aws.String("s3://mlflow"), RoleArn: w.role()}))
	w.expect("mlflow-server", "experiments", *server.TrackingServerArn, none)
	features := done(w.sagemaker.CreateFeatureGroup(ctx, &sagemaker.CreateFeatureGroupInput{
		FeatureGroupName: aws.String("features"), RecordIdentifierFeatureName: aws.String("id"), EventTimeFeatureName: aws.String("at"), RoleArn: w.role(),
		FeatureDefinitions: []types.FeatureDefinition{{FeatureName: aws.String("id"), FeatureType: types.FeatureTypeString}},
		OfflineStoreConfig: &types.OfflineStoreConfig{S3StorageConfig: &types.S3StorageConfig{S3Uri: aws.String("s3://features")}},
	}))
	w.expect("feature-group", "features", *features.FeatureGroupArn, none)
	force := done(w.sagemaker.CreateWorkforce(ctx, &sagemaker.CreateWorkforceInput{WorkforceName: aws.String("labelers"), SourceIpConfig: &types.SourceIpConfig{Cidrs: []string{"203.0.113.0/24"}}}))
	w.expect("workforce", "labelers", *force.WorkforceArn, none)
	code := done(w.sagemaker.CreateCodeRepository(ctx, &sagemaker.CreateCodeRepositoryInput{CodeRepositoryName: aws.String("code"), GitConfig: &types.GitConfig{RepositoryUrl: aws.String("https://github.com/example/code.git")}}))
	w.expect("code-repository", "code", *code.CodeRepositoryArn, none)
	script := []types.NotebookInstanceLifecycleHook{{Content: aws.String("IyEvYmluL2Jhc2gK")}}
	notebook := done(w.sagemaker.CreateNotebookInstanceLifecycleConfig(ctx, &sagemaker.CreateNotebookInstanceLifecycleConfigInput{NotebookInstanceLifecycleConfigName: aws.String("stop-idle"), OnStart: script}))
	w.expect("notebook-lifecycle-config", "stop-idle", *notebook.NotebookInstanceLifecycleConfigArn, none)
	studio := done(w.sagemaker.CreateStudioLifecycleConfig(ctx, &sagemaker.CreateStudioLifecycleConfigInput{
		StudioLifecycleConfigName: aws.String("studio-stop-idle"), StudioLifecycleConfigAppType: types.StudioLifecycleConfigAppTypeJupyterLab, StudioLifecycleConfigContent: aws.String("IyEvYmluL2Jhc2gK"),
	}))
	w.expect("studio-lifecycle-config", "studio-stop-idle", *studio.StudioLifecycleConfigArn, none)
}
