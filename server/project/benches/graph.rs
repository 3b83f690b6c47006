//! What the graph of a workspace costs, at three sizes: to build it, to change one file, to ask. Only building may grow with
//! the number of files; its greatest allocation by the number of files is what a file keeps in memory.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use divan::{AllocProfiler, Bencher};
use project::graph::{File, Graph};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

/// Files of the workspace.
const FILES: [usize; 3] = [100, 1000, 20_000];

/// The files of one application in one of many namespaces: five, of which one is a kustomization.
fn application(index: usize) -> Vec<(PathBuf, String)> {
    let (team, name) = (index / 20, format!("app-{index}"));
    let folder = PathBuf::from(format!("/w/teams/team-{team}/{name}"));
    let metadata = format!(
        "metadata:\n  name: {name}\n  namespace: team-{team}\n  labels:\n    app.kubernetes.io/name: {name}\n    \
         app.kubernetes.io/part-of: team-{team}\n    app.kubernetes.io/managed-by: kustomize\n"
    );
    let labels = format!("app.kubernetes.io/name: {name}\n      app.kubernetes.io/part-of: team-{team}");
    let deployment = format!(
        "apiVersion: apps/v1\nkind: Deployment\n{metadata}spec:\n  replicas: 3\n  selector:\n    matchLabels:\n      {labels}\n  \
         template:\n    metadata:\n      labels:\n        app.kubernetes.io/name: {name}\n        app.kubernetes.io/part-of: \
         team-{team}\n    spec:\n      serviceAccountName: {name}\n      containers:\n      - name: web\n        image: \
         registry.example.org/{name}:1.0\n        ports:\n        - {{name: http, containerPort: 8080}}\n        env:\n        - name: \
         MODE\n          valueFrom: {{configMapKeyRef: {{name: {name}, key: mode}}}}\n        - name: PASSWORD\n          valueFrom: \
         {{secretKeyRef: {{name: {name}, key: password}}}}\n        resources:\n          requests: {{cpu: 100m, memory: 128Mi}}\n          \
         limits: {{memory: 256Mi}}\n      volumes:\n      - name: config\n        configMap: {{name: {name}}}\n"
    );
    let service = format!(
        "apiVersion: v1\nkind: Service\n{metadata}spec:\n  selector:\n    {labels}\n  ports:\n  - {{name: http, port: 80, targetPort: \
         http}}\n---\napiVersion: v1\nkind: ServiceAccount\n{metadata}"
    );
    let ingress = format!(
        "apiVersion: networking.k8s.io/v1\nkind: Ingress\n{metadata}spec:\n  ingressClassName: nginx\n  rules:\n  - host: \
         {name}.example.org\n    http:\n      paths:\n      - path: /\n        pathType: Prefix\n        backend: {{service: {{name: \
         {name}, port: {{name: http}}}}}}\n---\napiVersion: policy/v1\nkind: PodDisruptionBudget\n{metadata}spec:\n  maxUnavailable: \
         1\n  selector:\n    matchLabels:\n      {labels}\n"
    );
    let config = format!(
        "apiVersion: v1\nkind: ConfigMap\n{metadata}data:\n  mode: fast\n---\napiVersion: external-secrets.io/v1\nkind: \
         ExternalSecret\n{metadata}spec:\n  secretStoreRef: {{kind: ClusterSecretStore, name: vault}}\n  data:\n  - secretKey: password\n"
    );
    let kustomization = "resources:\n- deployment.yaml\n- service.yaml\n- ingress.yaml\n- config.yaml\n".to_owned();
    vec![
        (folder.join("deployment.yaml"), deployment),
        (folder.join("service.yaml"), service),
        (folder.join("ingress.yaml"), ingress),
        (folder.join("config.yaml"), config),
        (folder.join("kustomization.yaml"), kustomization),
    ]
}

fn texts(files: usize) -> Vec<(PathBuf, String)> {
    (0..files / 5).flat_map(application).collect()
}

fn read(path: &Path, text: &str) -> Arc<File> {
    Arc::new(File::read(path, &syntax::yaml::parse(text)))
}

fn graph(files: usize) -> Graph {
    let mut graph = Graph::default();
    for (path, text) in texts(files) {
        graph.set(&path, Some(read(&path, &text)));
    }
    graph
}

/// From the texts of all files to the graph.
#[divan::bench(args = FILES, sample_count = 5, sample_size = 1)]
fn build(bencher: Bencher<'_, '_>, files: usize) {
    bencher.with_inputs(|| texts(files)).bench_values(|texts| {
        let mut graph = Graph::default();
        for (path, text) in &texts {
            graph.set(path, Some(read(path, text)));
        }
        graph
    });
}

/// A keystroke in one file while somebody holds the graph from before.
#[divan::bench(args = FILES)]
fn change(bencher: Bencher<'_, '_>, files: usize) {
    let mut graph = graph(files);
    let (path, text) = application(files / 10).swap_remove(0);
    let texts = [text.clone(), text.replace("replicas: 3", "replicas: 4")];
    let mut round = 0;
    bencher.bench_local(|| {
        round += 1;
        let before = graph.clone();
        black_box(graph.set(&path, Some(read(&path, &texts[round % 2]))));
        before
    });
}

/// Every question about one Deployment: what it refers to, who refers to it, who selects it, whether it is there twice.
#[divan::bench(args = FILES)]
fn ask_for_deployment(bencher: Bencher<'_, '_>, files: usize) {
    ask(bencher, files, 0);
}

/// The same for a Service and a ServiceAccount.
#[divan::bench(args = FILES)]
fn ask_for_service(bencher: Bencher<'_, '_>, files: usize) {
    ask(bencher, files, 1);
}

fn ask(bencher: Bencher<'_, '_>, files: usize, which: usize) {
    let graph = graph(files);
    let (path, _) = application(files / 10).swap_remove(which);
    let file = Arc::clone(graph.file(&path).expect("it is there"));
    bencher.bench(|| {
        let inquiry = graph.inquire(&path);
        for object in &file.objects {
            for reference in &object.references {
                let lookup = inquiry.lookup(object, reference);
                black_box(inquiry.part(reference, &lookup));
            }
            for selector in &object.selectors {
                black_box(inquiry.selected(object, selector));
            }
            black_box((inquiry.selecting(object), inquiry.referrers(object), inquiry.twins(object)));
        }
        inquiry.into_asked()
    });
}

/// Whether the answers to those questions still hold.
#[divan::bench(args = FILES)]
fn check_answers(bencher: Bencher<'_, '_>, files: usize) {
    let graph = graph(files);
    let (path, _) = application(files / 10).swap_remove(0);
    let inquiry = graph.inquire(&path);
    for object in &graph.file(&path).expect("it is there").objects {
        black_box(inquiry.selecting(object));
        for reference in &object.references {
            black_box(inquiry.lookup(object, reference));
        }
    }
    let asked = inquiry.into_asked();
    bencher.bench(|| asked.iter().all(|asked| asked.holds(&graph)));
}
