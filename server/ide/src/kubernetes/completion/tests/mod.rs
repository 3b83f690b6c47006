//! What is proposed where in a manifest.

mod positions;
mod prefixes;

use expect_test::expect;

use crate::check::{Case, check_completion, check_insertion, completions, listed};

const POD: &str = "#- a.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n";

/// Each row: what stands below `spec:` of a Pod, with a cursor, and the labels wanted there.
#[track_caller]
fn in_pod(rows: &[(&str, &str)]) {
    for (body, expected) in rows {
        check_completion(&format!("{POD}{body}"), expected);
    }
}

/// Each row: a file with a cursor, and the labels wanted there.
#[track_caller]
fn table(rows: &[(&str, &str)]) {
    for (fixture, expected) in rows {
        check_completion(&format!("#- a.yaml\n{fixture}"), expected);
    }
}

/// Each row: what stands below `spec:` of a Pod, a proposal, and what is there when it was taken.
#[track_caller]
fn taken(rows: &[(&str, &str, &str)]) {
    for (body, label, after) in rows {
        let head = POD.strip_prefix("#- a.yaml\n").unwrap_or(POD);
        check_insertion(&format!("{POD}{body}"), label, &format!("{head}{after}"));
    }
}

#[test]
fn heads() {
    table(&[
        ("<|>", "apiVersion | kind | metadata | spec | … | ~deployment"),
        ("ki<|>", "apiVersion | kind | metadata | spec | …"),
        ("apiVersion: <|>", "v1 | apps/v1 | …"),
        ("apiVersion: <|>\nkind: CronJob\n", "batch/v1"),
        ("apiVersion: apps/v1\nkind: <|>\n", "Deployment | … | ~StatefulSet | ~DaemonSet | !Pod | !DeploymentList"),
        ("kind: Deplo<|>", "Deployment | …"),
        ("kind: Certif<|>", "… | ~Certificate | ~CertificateSigningRequest"),
        ("apiVersion: apps/v1\n<|>", "kind | metadata | spec | … | !apiVersion"),
        ("apiVersion: v1\n<|>", "kind | metadata | spec | … | ~data | ~items"),
        ("kind: Deployment\n<|>", "apiVersion | metadata | spec | … | !kind"),
        ("kind: List\napiVersion: v1\nitems:\n- <|>\n", "apiVersion | kind | metadata | spec"),
        ("kind: List\napiVersion: v1\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n  <|>\n", "metadata | data | …"),
        ("a: 1\n---\n<|>", "apiVersion | kind | … | ~service"),
        ("services:\n  web:\n    image: x\n<|>", ""),
        ("services:\n  web:\n    <|>", ""),
    ]);
}

#[test]
fn fields() {
    in_pod(&[
        ("  <|>", "containers | volumes | … | ~hostNetwork | !metadata"),
        ("  ho<|>", "containers | … | ~hostNetwork"),
        ("  containers:\n  - <|>", "name | image | ports | env | … | ~container"),
        ("  containers:\n  - name: a\n    <|>", "image | ports | env | … | !name"),
        ("  containers:\n  - name: a\n  <|>", "… | ~volumes | ~name | !containers"),
        ("  containers:\n  - name: a\n<|>", "… | !image | !containers"),
        ("  containers:\n  - name: a\n    im<|>\n    env: []\n", "image | ports | … | !env"),
        ("  containers:\n  - <|>\n  - name: b\n", "name | image | …"),
        ("  containers: [{<|>}]", "name | image | … | !container"),
        ("  containers: [{name: a, <|>}]", "image | … | !name"),
        ("  containers:\n  - resources:\n      limits:\n        <|>", "cpu | memory | …"),
        ("  nodeSelector:\n    <|>", "… | ~kubernetes.io/arch"),
        ("  # <|>", ""),
        ("  containers:\n  - args:\n    - |\n      <|>\n", ""),
    ]);
    table(&[
        ("{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"spec\": {\"<|>\"}}", "containers | …"),
        ("{\n  \"apiVersion\": \"v1\",\n  \"kind\": \"Pod\",\n  <|>\n}", "metadata | spec | …"),
        ("apiVersion: v1\r\nkind: Pod\r\nspec:\r\n  <|>\r\n", "containers | …"),
        ("apiVersion: example.com/v1\nkind: Own\nmetadata:\n  <|>\n", "name | … | ~labels"),
        ("apiVersion: example.com/v1\nkind: Own\nspec:\n  <|>\n", ""),
    ]);
}

#[test]
fn what_follows_a_key() {
    taken(&[
        ("  <|>", "hostNetwork", "  hostNetwork: "),
        ("  ho<|>", "hostNetwork", "  hostNetwork: "),
        ("  host<|>Ne: true", "hostNetwork", "  hostNetwork: true"),
        ("  con<|>", "containers", "  containers:\n    - name: \n      image: "),
        (
            "  volumes:\n  - name: a\n  con<|>",
            "containers",
            "  volumes:\n  - name: a\n  containers:\n  - name: \n    image: ",
        ),
        ("  containers:\n  - re<|>", "readinessProbe", "  containers:\n  - readinessProbe:\n      "),
        ("  containers:\n  -<|>", "name", "  containers:\n  - name: "),
        ("  containers:\n  <|>", "name", "  containers:\n  - name: "),
        ("  containers:\n    <|>", "name", "  containers:\n    - name: "),
        ("  containers: [{<|>}]", "name", "  containers: [{name: }]"),
        ("  containers: [{<|>}]", "resources", "  containers: [{resources: {}}]"),
        ("  \"ho<|>\"", "hostNetwork", "  \"hostNetwork\": "),
        ("  nodeSelector:\n    <|>", "kubernetes.io/arch", "  nodeSelector:\n    kubernetes.io/arch: "),
    ]);
    let json = "#- a.json\n{\n    \"apiVersion\": \"v1\",\n    \"kind\": \"Pod\",\n    <|>\n}\n";
    let after = json.strip_prefix("#- a.json\n").unwrap_or(json);
    check_insertion(json, "spec", &after.replace("<|>", "\"spec\": {}"));
    let wide = "#- a.yaml\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n    name: a\nspec:\n    temp<|>\n";
    let after = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n    name: a\nspec:\n    template:\n        spec:\n            \
                 containers:\n                - name: \n                  image: \n";
    check_insertion(wide, "template", after);
}

#[test]
fn values() {
    in_pod(&[
        ("  restartPolicy: <|>", "Always | Never | OnFailure"),
        ("  restartPolicy: \"<|>\"", "Always | …"),
        ("  hostNetwork: <|>", "false | true"),
        ("  containers:\n  - imagePullPolicy: If<|>", "Always | IfNotPresent | Never"),
        ("  containers:\n  - resources:\n      requests:\n        cpu: <|>", "100m | 250m | 500m | 1 | 2"),
        ("  containers:\n  - securityContext:\n      capabilities:\n        drop:\n        - <|>", "ALL | …"),
        ("  containers:\n  - securityContext:\n      capabilities:\n        drop: [<|>]", "ALL | …"),
        ("  volumes:\n  - name: a\n    emptyDir: <|>", "{}"),
    ]);
    taken(&[
        ("  restartPolicy:<|>", "Never", "  restartPolicy: Never"),
        ("  restartPolicy: '<|>'", "Never", "  restartPolicy: 'Never'"),
        ("  restartPolicy: \"Ne<|>", "Never", "  restartPolicy: \"Never\""),
        ("  dnsPolicy: De<|>ault # c", "Default", "  dnsPolicy: Default # c"),
    ]);
}

#[test]
fn names_of_the_same_file() {
    in_pod(&[
        ("  volumes:\n  - name: tmp\n    emptyDir: {}\n  containers:\n  - volumeMounts:\n    - name: <|>", "tmp"),
        (
            "  containers:\n  - name: a\n    ports:\n    - {name: web, containerPort: 80}\n    livenessProbe:\n      httpGet:\n        port: <|>",
            "80 | web",
        ),
    ]);
    let shop = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\nspec:\n  selector:\n    matchLabels:\n      <|>\n  \
                template:\n    metadata:\n      labels:\n        app: shop\n    spec:\n      containers:\n      - name: a\n        \
                ports:\n        - {name: web, containerPort: 80}\n";
    let plain = shop.replace("<|>", "app: shop");
    table(&[
        (shop, "app | …"),
        (&format!("{plain}---\napiVersion: v1\nkind: Service\nspec:\n  selector:\n    <|>\n"), "app"),
        (&format!("{plain}---\napiVersion: v1\nkind: Service\nspec:\n  ports:\n  - targetPort: <|>\n"), "80 | web"),
        (
            &format!(
                "{plain}---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nspec:\n  scaleTargetRef:\n    kind: Deployment\n    name: <|>\n"
            ),
            "shop",
        ),
    ]);
    check_insertion(&format!("#- a.yaml\n{shop}"), "app", &shop.replace("<|>", "app: shop"));
}

#[test]
fn custom_resources_of_the_workspace() {
    let crd = "#- crd.yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: boats.example.com}
spec:
  group: example.com
  names: {kind: Boat, plural: boats}
  scope: Namespaced
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
            required: [sail]
            properties:
              colour: {type: string}
              sail: {type: string, enum: [gaff, lug]}
";
    let instance = "#- boat.yaml\napiVersion: example.com/v1\nkind: ";
    check_completion(&format!("{crd}{instance}<|>\n"), "Boat");
    check_completion(&format!("{crd}{instance}Boat\nspec:\n  <|>\n"), "sail | colour");
    check_completion(&format!("{crd}{instance}Boat\nspec:\n  sail: <|>\n"), "gaff | lug");
}

#[test]
fn deprecated_fields_are_marked() {
    let case = Case::new(&format!("{POD}  <|>"));
    let items = completions(&case);
    let marked: Vec<_> = items.into_iter().filter(|item| item.is_deprecated).collect();
    expect![[r#"
        serviceAccount  string  (deprecated)
    "#]]
    .assert_eq(&listed(&marked));
}

#[test]
fn a_list_as_it_is_seen() {
    let case = Case::new(&format!("{POD}  containers:\n  - readinessProbe:\n      <|>"));
    expect![[r#"
        initialDelaySeconds  integer · default 0
        periodSeconds  integer · default 10
        httpGet  HTTPGetAction
        failureThreshold  integer · default 3
        timeoutSeconds  integer · default 1
        grpc  GRPCAction
        exec  ExecAction
        tcpSocket  TCPSocketAction
        successThreshold  integer
        terminationGracePeriodSeconds  integer
    "#]]
    .assert_eq(&listed(&completions(&case)));
}
