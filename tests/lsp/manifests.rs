//! Manifests: what an editor is told about Kubernetes YAML.

use serde_json::{Value, json};

use crate::client::Client;
use crate::clients;
use crate::workspace::{Encoding, Workspace};

const FILES: &str = "
#- deploy.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  selector:
    matchLabels: {app: api}
  template:
    metadata:
      labels: {app: api}
    spec:
      containers:
      - name: web
        resources:
          limits:
            c<|>pu: 500m
#- chart/templates/deploy.yaml
kind: Deploy<|>ment
apiVersion: {{ .Values.api }}
";

#[test]
fn an_open_manifest_has_hovers_an_outline_and_diagnostics() {
    let workspace = Workspace::new(FILES);
    let more = json!({ "workspaceFolders": [workspace.folder()], "rootUri": workspace.root_uri() });
    let mut client = Client::introduced(clients::minimal(), more);
    let (uri, text) = (workspace.uri("deploy.yaml"), workspace.text("deploy.yaml"));
    client.open(&uri, "yaml", text);
    assert_eq!(client.published_at(&uri, 1), Vec::<Value>::new());

    let hover = client.result("textDocument/hover", workspace.at(0));
    assert_eq!(Encoding::Utf16.slice(text, &hover["range"]), "cpu");
    let said = hover["contents"]["value"].as_str().unwrap_or_default();
    assert!(said.contains("limits.cpu") && said.contains("half a core"), "{hover}");

    let document = json!({ "textDocument": { "uri": uri } });
    let outline = client.result("textDocument/documentSymbol", document.clone());
    assert_eq!(outline[0]["name"], "Deployment api");
    assert_ne!(client.result("textDocument/foldingRange", document), json!([]));

    // Half a key: the tree holds, and so does what is said of the rest.
    client.replace(&uri, 2, &text.replace("- name: web", "- na"));
    let half = client.published_at(&uri, 2);
    assert_eq!(half[0]["code"], "k8s/yaml-syntax");
    assert_eq!(half.len(), 1, "{half:?}");
    assert_eq!(client.result("textDocument/hover", workspace.at(0)), hover);
}

/// One finding for what a Pod lacks, with one action that brings it.
#[test]
fn a_pod_is_made_restricted_by_one_action() {
    let pod = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.4.2\n";
    let workspace = Workspace::new(&format!("#- pod.yaml\n{pod}"));
    let more = json!({ "workspaceFolders": [workspace.folder()], "rootUri": workspace.root_uri() });
    let mut client = Client::introduced(clients::minimal(), more);
    let uri = workspace.uri("pod.yaml");
    client.open(&uri, "yaml", pod);
    let found = client.published_at(&uri, 1);
    let is_it = |finding: &&Value| finding["code"] == "k8s/pod-security";
    let finding = found.iter().find(is_it).unwrap_or_else(|| panic!("{found:?}"));
    let message = finding["message"].as_str().unwrap_or_default();
    assert!(message.starts_with("Pod `web` is 4 steps from `restricted` (it meets `baseline`)"), "{message}");
    let context = json!({ "diagnostics": [finding] });
    let params = json!({ "textDocument": { "uri": uri }, "range": finding["range"], "context": context });
    let actions = client.result("textDocument/codeAction", params);
    let titles: Vec<&str> = actions.as_array().expect("actions").iter().filter_map(|it| it["title"].as_str()).collect();
    assert!(titles.contains(&"Make this Pod restricted"), "{titles:?}");
}

#[test]
fn a_template_is_left_alone() {
    let workspace = Workspace::new(FILES);
    let more = json!({ "workspaceFolders": [workspace.folder()], "rootUri": workspace.root_uri() });
    let mut client = Client::introduced(clients::minimal(), more);
    let path = "chart/templates/deploy.yaml";
    client.open(&workspace.uri(path), "helm", workspace.text(path));
    assert_eq!(client.published_at(&workspace.uri(path), 1), Vec::<Value>::new());
    assert!(client.result("textDocument/hover", workspace.at(1)).is_null());
}

#[test]
fn a_schedule_says_when_it_runs_next() {
    let workspace = Workspace::new(
        "#- cron.yaml\napiVersion: batch/v1\nkind: CronJob\nspec:\n  sche<|>dule: 30 2 * * 1-5\n  timeZone: Europe/Berlin\n",
    );
    let more = json!({ "workspaceFolders": [workspace.folder()], "rootUri": workspace.root_uri() });
    let mut client = Client::introduced(clients::minimal(), more);
    client.open(&workspace.uri("cron.yaml"), "yaml", workspace.text("cron.yaml"));
    let hover = client.result("textDocument/hover", workspace.at(0));
    let said = hover["contents"]["value"].as_str().unwrap_or_default();
    assert!(said.contains("every weekday at 02:30"), "{hover}");
    assert!(said.contains("Next: ") && said.contains("02:30 (Europe/Berlin)."), "{hover}");
}

const CRD: &str = "
#- crds/tab.yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: tabs.example.com
spec:
  group: example.com
  scope: Namespaced
  names: {kind: Tab, plural: tabs}
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            x-kubernetes-validations:
            - {rule: self.replicas < 5, message: Five are too many.}
            properties:
              replicas: {type: integer, description: How many copies run.}
#- a.yaml
apiVersion: example.com/v1
kind: Tab
metadata:
  name: a
spec:
  repl<|>icas: 3
";

#[test]
fn a_definition_that_is_edited_changes_what_its_instances_are_told() {
    let workspace = Workspace::new(CRD);
    let more = json!({ "workspaceFolders": [workspace.folder()], "rootUri": workspace.root_uri() });
    let mut client = Client::introduced(clients::minimal(), more);
    let (instance, definition) = (workspace.uri("a.yaml"), workspace.uri("crds/tab.yaml"));
    client.open(&instance, "yaml", workspace.text("a.yaml"));
    client.published_at(&instance, 1);
    let text = workspace.text("crds/tab.yaml");
    client.open(&definition, "yaml", text);
    let said =
        |client: &mut Client| client.result("textDocument/hover", workspace.at(0))["contents"]["value"].to_string();
    let first = said(&mut client);
    assert!(first.contains("integer") && first.contains("How many copies run."), "{first}");

    // The instance is not touched, and judged anew all the same.
    client.replace(&definition, 2, &text.replace("< 5", "< 3"));
    let until = |client: &mut Client, message: &str| {
        let says =
            |found: &[Value]| found.iter().any(|it| it["message"].as_str().unwrap_or_default().contains(message));
        while !says(&client.published_at(&instance, 1)) {}
    };
    until(&mut client, "`spec` breaks a rule of Tab: Five are too many");
    client.replace(&definition, 3, &text.replace("{type: integer", "{type: boolean"));
    until(&mut client, "replicas");
    assert!(said(&mut client).contains("boolean"));
    client.replace(&definition, 4, &text.replace("replicas:", "size:"));
    assert_eq!(said(&mut client), "null");
}

const REFERRING: &str = "
#- ingress.yaml
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
spec:
  ingressClassName: nginx
  defaultBackend:
    service:
      name: web
      port:
        number: 80
#- service.yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  clusterIP: 10.96.0.7
  ports:
    - port: 80
";

#[test]
fn an_edit_changes_what_those_who_refer_to_it_are_told() {
    let workspace = Workspace::new(REFERRING);
    let more = json!({ "workspaceFolders": [workspace.folder()], "rootUri": workspace.root_uri() });
    let mut client = Client::introduced(clients::everything(), more);
    let (ingress, service) = (workspace.uri("ingress.yaml"), workspace.uri("service.yaml"));
    client.open(&service, "yaml", workspace.text("service.yaml"));
    client.published_at(&service, 1);
    client.open(&ingress, "yaml", workspace.text("ingress.yaml"));
    let dangling = |found: &[Value]| found.iter().find(|it| it["code"] == "k8s/dangling-ingress-port").cloned();
    assert_eq!(dangling(&client.published_at(&ingress, 1)), None);

    // The Ingress is not touched, and judged anew all the same.
    client.replace(&service, 2, &workspace.text("service.yaml").replace("port: 80", "port: 8080"));
    let found = loop {
        if let Some(found) = dangling(&client.published_at(&ingress, 1)) {
            break found;
        }
    };
    assert_eq!(found["relatedInformation"][0]["location"]["uri"], json!(service));
}
