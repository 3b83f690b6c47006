use std::path::Path;

use expect_test::{Expect, expect};
use testing::Fixture;

use super::{graph, place};

/// Every selector of every object with what it selects, and every object with Pods with who selects it.
#[track_caller]
fn check(fixture: &str, expected: &Expect) {
    let fixture = Fixture::parse(fixture);
    let graph = graph(&fixture);
    let mut out = String::new();
    for file in &fixture.files {
        let inquiry = graph.inquire(Path::new(&file.path));
        for object in graph.file(Path::new(&file.path)).iter().flat_map(|file| &file.objects) {
            let title = format!("{} in {}", super::title(object), file.path);
            for selector in &object.selectors {
                let selected = inquiry.selected(object, selector);
                let selected: Vec<_> = selected.iter().map(|it| place(it, &file.path)).collect();
                out.push_str(&format!("{title}: {:?} -> {}\n", selector.purpose, selected.join(", ")));
            }
            let by = inquiry.selecting(object);
            if !by.is_empty() {
                let by: Vec<_> = by
                    .iter()
                    .map(|(it, index)| format!("{} ({:?})", place(it, &file.path), it.object.selectors[*index].purpose))
                    .collect();
                out.push_str(&format!("{title} <- {}\n", by.join(", ")));
            }
        }
    }
    expected.assert_eq(&out);
}

#[test]
fn selectors_find_pods() {
    check(
        "
#- shop.yaml
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop, labels: {monitored: yes}}
spec: {selector: {app: web}}
---
apiVersion: v1
kind: Service
metadata: {name: none, namespace: shop}
spec: {selector: {}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web, tier: front}}, spec: {containers: []}}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: night}
spec: {jobTemplate: {spec: {template: {metadata: {labels: {app: web}}, spec: {containers: []}}}}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web, namespace: other}
spec: {selector: {matchLabels: {app: web}}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny, namespace: shop}
spec:
  podSelector: {}
  ingress:
  - from:
    - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ops}}
    - namespaceSelector: {matchLabels: {team: ops}}
      podSelector: {matchExpressions: [{key: tier, operator: In, values: [front, back]}]}
---
apiVersion: v1
kind: Namespace
metadata: {name: ops, labels: {team: ops}}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: all, namespace: monitoring}
spec: {namespaceSelector: {any: true}, selector: {matchLabels: {monitored: 'yes'}}}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: own, namespace: monitoring}
spec: {selector: {matchLabels: {monitored: 'yes'}}}
",
        &expect![[r#"
            Service shop/web in shop.yaml: Service -> Deployment shop/web, CronJob night
            Service shop/web in shop.yaml <- ServiceMonitor monitoring/all (Monitor)
            Deployment shop/web in shop.yaml: Workload -> Deployment shop/web, CronJob night
            Deployment shop/web in shop.yaml <- Service shop/web (Service), NetworkPolicy shop/deny (NetworkPolicy), NetworkPolicy shop/deny (NetworkPeer)
            CronJob night in shop.yaml <- Service shop/web (Service), Deployment shop/web (Workload), PodDisruptionBudget other/web (DisruptionBudget), NetworkPolicy shop/deny (NetworkPolicy)
            PodDisruptionBudget other/web in shop.yaml: DisruptionBudget -> CronJob night
            NetworkPolicy shop/deny in shop.yaml: NetworkPolicy -> Deployment shop/web, CronJob night
            NetworkPolicy shop/deny in shop.yaml: NetworkPeerNamespace -> Namespace ops
            NetworkPolicy shop/deny in shop.yaml: NetworkPeerNamespace -> Namespace ops
            NetworkPolicy shop/deny in shop.yaml: NetworkPeer -> Deployment shop/web
            Namespace ops in shop.yaml <- NetworkPolicy shop/deny (NetworkPeerNamespace), NetworkPolicy shop/deny (NetworkPeerNamespace)
            ServiceMonitor monitoring/all in shop.yaml: Monitor -> Service shop/web
            ServiceMonitor monitoring/own in shop.yaml: Monitor -> 
        "#]],
    );
}

#[test]
fn environments_are_kept_apart() {
    let both = "
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: []}}
";
    check(
        &format!(
            "#- dev/a.yaml{both}#- prod/a.yaml{both}#- prod/canary/a.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {{name: web-canary}}
spec:
  template: {{metadata: {{labels: {{app: web}}}}, spec: {{containers: []}}}}
"
        ),
        &expect![[r#"
            Service web in dev/a.yaml: Service -> Deployment web
            Deployment web in dev/a.yaml: Workload -> Deployment web
            Deployment web in dev/a.yaml <- Service web (Service)
            Service web in prod/a.yaml: Service -> Deployment web, Deployment web-canary in prod/canary/a.yaml
            Deployment web in prod/a.yaml: Workload -> Deployment web, Deployment web-canary in prod/canary/a.yaml
            Deployment web in prod/a.yaml <- Service web (Service)
            Deployment web-canary in prod/canary/a.yaml <- Service web in prod/a.yaml (Service), Deployment web in prod/a.yaml (Workload)
        "#]],
    );
}

#[test]
fn labels_of_a_kustomization_are_on_both_sides() {
    check(
        "
#- base/kustomization.yaml
resources: [web.yaml, budget.yaml]
commonLabels: {team: shop}
#- base/budget.yaml
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web}
spec: {selector: {matchLabels: {app: web, team: shop}}}
#- base/web.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: []}}
",
        &expect![[r#"
            PodDisruptionBudget web in base/budget.yaml: DisruptionBudget -> Deployment web in base/web.yaml
            Deployment web in base/web.yaml: Workload -> Deployment web
        "#]],
    );
}

/// Every selector that selects nothing, with the reason for doubt.
#[track_caller]
fn check_doubts(fixture: &str, expected: &Expect) {
    let fixture = Fixture::parse(fixture);
    let graph = graph(&fixture);
    let mut out = String::new();
    for (path, file) in graph.files() {
        let inquiry = graph.inquire(path);
        for object in &file.objects {
            for selector in object.selectors.iter().filter(|it| inquiry.selected(object, it).is_empty()) {
                out.push_str(&format!("{}: {:?}\n", super::title(object), inquiry.doubt(object, selector)));
            }
        }
    }
    expected.assert_eq(&out);
}

#[test]
fn what_selects_nothing_may_select_what_nobody_sees() {
    let service = |name: &str, namespace: &str, label: &str| {
        format!(
            "---\napiVersion: v1\nkind: Service\nmetadata: {{name: {name}, namespace: {namespace}}}\nspec: {{selector: {{{label}}}}}\n"
        )
    };
    let services = [
        service("dangling", "shop", "app: wbe"),
        service("template", "shop", "app: '${APP}'"),
        service("operator", "shop", "cnpg.io/cluster: db"),
        service("operated", "shop", "app.kubernetes.io/name: queue"),
        service("system", "kube-system", "k8s-app: kube-dns"),
        service("release", "blue", "app: web"),
    ];
    check_doubts(
        &format!(
            "#- a/services.yaml\n{}#- a/b.yaml\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web, namespace: shop}}\nspec: \
             {{template: {{metadata: {{labels: {{app: web}}}}, spec: {{containers: []}}}}}}\n---\napiVersion: rabbitmq.com/v1beta1\nkind: \
             RabbitmqCluster\nmetadata: {{name: queue, namespace: shop}}\n---\napiVersion: helm.cattle.io/v1\nkind: HelmChart\nmetadata: \
             {{name: x, namespace: kube-system}}\nspec: {{chart: x, targetNamespace: blue}}\n#- far/away/c.yaml\n{}",
            services.concat(),
            service("far", "elsewhere", "app: web2")
        ),
        &expect![[r#"
            Service shop/dangling: None
            Service shop/template: Some(Template)
            Service shop/operator: Some(Controller)
            Service shop/operated: Some(Controller)
            Service kube-system/system: Some(Controller)
            Service blue/release: Some(Release)
            Service elsewhere/far: Some(Far)
        "#]],
    );
}

#[test]
fn a_base_of_very_many_overlays() {
    let mut fixture = "#- base/kustomization.yaml\nresources: [web.yaml]\n#- base/web.yaml\napiVersion: v1\nkind: Service\nmetadata: {name: \
                       web}\nspec: {selector: {app: web}}\n"
        .to_owned();
    for index in 0..300 {
        fixture.push_str(&format!(
            "#- o{index}/kustomization.yaml\nresources: [../base, a.yaml]\nnamespace: n{index}\nnamePrefix: p{index}-\n#- \
             o{index}/a.yaml\napiVersion: apps/v1\nkind: StatefulSet\nmetadata: {{name: a}}\nspec: {{serviceName: web}}\n#- \
             far{index}.yaml\napiVersion: apps/v1\nkind: StatefulSet\nmetadata: {{name: b, namespace: n{index}}}\nspec: \
             {{serviceName: p{index}-web}}\n"
        ));
    }
    let graph = graph(&Fixture::parse(&fixture));
    for path in ["o0/a.yaml", "o299/a.yaml", "far0.yaml", "far299.yaml"].map(Path::new) {
        let object = &graph.file(path).unwrap().objects[0];
        let reference = object.references.iter().find(|it| it.kind.as_ref() == "Service").unwrap();
        let lookup = graph.inquire(path).lookup(object, reference);
        assert_eq!(lookup.definitions().len(), 1, "{path:?} {lookup:?}");
    }
}
