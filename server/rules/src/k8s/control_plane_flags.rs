//! Arguments of the control plane and of the kubelet that the CIS benchmark advises against, and ones that it misses.

use project::Profile;
use syntax::yaml::{Data, Node, Operation};

use super::scalar;

use crate::grain::ContainerIn;
use crate::{Check, Fix, Fixable, Group, Report, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    /// Flags arguments of the control plane and of the kubelet that the CIS benchmark advises against, and ones that it
    /// misses. On in profile `all` only.
    ///
    /// ## Why is this bad?
    /// The components have defaults from a time when clusters were trusted: they answer anybody without a name, show
    /// profiles of themselves, and keep Secrets as plain text in etcd.
    ///
    /// ## Example
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: kube-scheduler
    ///   namespace: kube-system
    /// spec:
    ///   containers:
    ///     - name: kube-scheduler
    ///       image: kube-scheduler:v1.36.0
    ///       command:
    ///         - kube-scheduler
    ///         - --bind-address=127.0.0.1
    /// ```
    /// Use instead:
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata:
    ///   name: kube-scheduler
    ///   namespace: kube-system
    /// spec:
    ///   containers:
    ///     - name: kube-scheduler
    ///       image: kube-scheduler:v1.36.0
    ///       command:
    ///         - kube-scheduler
    ///         - --bind-address=127.0.0.1
    ///         - --profiling=false
    /// ```
    "k8s/control-plane-flags" {
        since: "0.1.0",
        severity: Severity::Info,
        profile: Profile::All,
        group: Group::Security,
        fixable: Fixable::Sometimes,
        same_as: &[
            "checkov/CKV_K8S_68",
            "checkov/CKV_K8S_90",
            "checkov/CKV_K8S_104",
            "checkov/CKV_K8S_138",
            "trivy/KCV-0001",
            "trivy/KCV-0018",
            "trivy/KCV-0034",
            "trivy/KCV-0040",
            "kubescape/ensure-that-the-api-server-profiling-argument-is-set-to-false",
        ],
        check: Check::Container(check),
    }
}

/// What a flag should say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// This, and nothing written says otherwise.
    Is(&'static str),
    /// Anything but this; nothing written is fine.
    IsNot(&'static str),
    /// This among other values.
    Lists(&'static str),
    /// Anything.
    Set,
    /// Nothing.
    Unset,
}

use Wanted::{Is, IsNot, Lists, Set, Unset};

/// A component, a flag without its dashes, what it should say, and what is so otherwise.
const FLAGS: &[(&str, &str, Wanted, &str)] = &[
    ("etcd", "auto-tls", IsNot("true"), "etcd signs its own certificate, which no client can check"),
    ("etcd", "cert-file", Set, "clients talk to etcd in the clear"),
    ("etcd", "client-cert-auth", Is("true"), "etcd gives its data to whoever reaches it"),
    ("etcd", "key-file", Set, "clients talk to etcd in the clear"),
    ("etcd", "peer-auto-tls", IsNot("true"), "etcd's peers sign their own certificates, which nobody can check"),
    ("etcd", "peer-client-cert-auth", Is("true"), "anybody may join etcd as a peer"),
    ("kube-apiserver", "anonymous-auth", Is("false"), "the API server answers requests without a name"),
    ("kube-apiserver", "audit-log-path", Set, "nobody can see afterwards who did what"),
    ("kube-apiserver", "authorization-mode", Lists("Node"), "a kubelet may read what is not on its node"),
    ("kube-apiserver", "authorization-mode", Lists("RBAC"), "roles do not count"),
    ("kube-apiserver", "client-ca-file", Set, "no client can show a certificate"),
    ("kube-apiserver", "enable-admission-plugins", Lists("NodeRestriction"), "a kubelet may change other nodes"),
    ("kube-apiserver", "encryption-provider-config", Set, "Secrets lie in etcd as plain text"),
    ("kube-apiserver", "etcd-cafile", Set, "anybody may pose as etcd"),
    ("kube-apiserver", "kubelet-certificate-authority", Set, "anybody may pose as a kubelet"),
    ("kube-apiserver", "profiling", Is("false"), "profiles show what the process holds"),
    ("kube-apiserver", "service-account-lookup", IsNot("false"), "tokens of deleted accounts stay good"),
    ("kube-apiserver", "tls-cert-file", Set, "the API server signs its own certificate"),
    ("kube-apiserver", "token-auth-file", Unset, "tokens lie in a file and never expire"),
    ("kube-controller-manager", "bind-address", Is("127.0.0.1"), "the port can be reached from outside the node"),
    ("kube-controller-manager", "profiling", Is("false"), "profiles show what the process holds"),
    ("kube-controller-manager", "root-ca-file", Set, "Pods cannot check the certificate of the API server"),
    ("kube-controller-manager", "service-account-private-key-file", Set, "tokens of accounts are not signed"),
    (
        "kube-controller-manager",
        "use-service-account-credentials",
        Is("true"),
        "every controller has the \
        rights of all",
    ),
    ("kube-scheduler", "bind-address", Is("127.0.0.1"), "the port can be reached from outside the node"),
    ("kube-scheduler", "profiling", Is("false"), "profiles show what the process holds"),
    ("kubelet", "anonymous-auth", Is("false"), "the kubelet answers requests without a name"),
    ("kubelet", "authorization-mode", IsNot("AlwaysAllow"), "the kubelet does what anybody asks"),
    ("kubelet", "read-only-port", IsNot("10255"), "anybody may read what runs on the node"),
];

/// A flag as it is written.
struct Flag<'y> {
    node: Node<'y>,
    name: String,
    /// `true` where the flag has none.
    value: String,
}

fn check(file: &ContainerIn<'_>, report: &mut Report<'_>) {
    let container = file.container.node;
    let words: Vec<Node<'_>> =
        ["command", "args"].into_iter().flat_map(|field| scalar::items(container, field)).collect();
    let Some(program) = words.first().and_then(|word| scalar::text(*word)) else { return };
    let program = program.rsplit('/').next().unwrap_or_default().to_owned();
    let rows = FLAGS.iter().filter(|(component, ..)| *component == program);
    let flags: Vec<Flag<'_>> = words.iter().filter_map(|word| flag(*word)).collect();
    // What a file says is not seen here.
    let is_elsewhere = flags.iter().any(|flag| flag.name == "config" || flag.name == "config-file");
    for (_, name, wanted, effect) in rows {
        let own = flags.iter().rev().find(|flag| flag.name == *name);
        let advice = match wanted {
            Is(value) => format!("write `--{name}={value}`"),
            IsNot(_) | Unset => format!("leave `--{name}` out"),
            Lists(value) => format!("list `{value}` in `--{name}`"),
            Set => format!("set `--{name}`"),
        };
        let message = format!("With this, {effect}; {advice}");
        match own {
            Some(own) if !holds(*wanted, &own.value) => {
                let found = report.on(own.node, message);
                if let Is(value) = wanted {
                    let edit =
                        Operation::Replace { at: own.node.address(), value: Data::text(format!("--{name}={value}")) };
                    found.fix(Fix::suggested(format!("Write `--{name}={value}`")).edit(edit));
                }
            }
            Some(_) => {}
            None if is_elsewhere => {}
            None => {
                let Some(last) = words.last().and_then(|word| word.parent()) else { continue };
                let message = match wanted {
                    Is(_) | Lists(_) | Set => format!(
                        "Without `--{name}`, \
                        {effect}; {}",
                        advice.replace(&format!(" in `--{name}`"), "")
                    ),
                    IsNot(_) | Unset => continue,
                };
                let found = report.on(last, message);
                if let Is(value) = wanted {
                    let edit = Operation::Append { at: last.address(), value: Data::text(format!("--{name}={value}")) };
                    found.fix(Fix::suggested(format!("Write `--{name}={value}`")).edit(edit));
                }
            }
        }
    }
}

fn flag(node: Node<'_>) -> Option<Flag<'_>> {
    let text = scalar::text(node)?;
    let flag = text.strip_prefix("--")?;
    let (name, value) = flag.split_once('=').unwrap_or((flag, "true"));
    Some(Flag { node, name: name.to_owned(), value: value.to_owned() })
}

fn holds(wanted: Wanted, value: &str) -> bool {
    match wanted {
        Is(want) => value == want,
        IsNot(want) => value != want,
        Lists(want) => value.split(',').any(|one| one.trim() == want),
        Set => !value.is_empty(),
        Unset => false,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::check::{check, check_fix};

    #[test]
    fn an_api_server() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: kube-apiserver
  namespace: kube-system
spec:
  containers:
    - name: kube-apiserver
      image: kube-apiserver:v1.36.0
      command:
        - kube-apiserver
        - --anonymous-auth=true
          ^^^^^^^^^^^^^^^^^^^^^ With this, the API server answers requests without a name; write `--anonymous-auth=false`
        - --authorization-mode=Node,RBAC
        - --enable-admission-plugins=NodeRestriction
        - --profiling=false
        - --audit-log-path=/var/log/audit.log
        - --encryption-provider-config=/etc/kubernetes/encryption.yaml
        - --client-ca-file=/etc/kubernetes/pki/ca.crt
        - --etcd-cafile=/etc/kubernetes/pki/etcd/ca.crt
        - --kubelet-certificate-authority=/etc/kubernetes/pki/ca.crt
        - --tls-cert-file=/etc/kubernetes/pki/apiserver.crt
---
apiVersion: v1
kind: Pod
metadata:
  name: kube-apiserver
  namespace: kube-system
spec:
  containers:
    - name: kube-apiserver
      image: kube-apiserver:v1.36.0
      command:
        - kube-apiserver
        - --anonymous-auth=false
        - --authorization-mode=Node,RBAC
        - --enable-admission-plugins=NodeRestriction
        - --profiling=false
        - --audit-log-path=/var/log/audit.log
        - --encryption-provider-config=/etc/kubernetes/encryption.yaml
        - --client-ca-file=/etc/kubernetes/pki/ca.crt
        - --etcd-cafile=/etc/kubernetes/pki/etcd/ca.crt
        - --kubelet-certificate-authority=/etc/kubernetes/pki/ca.crt
        - --tls-cert-file=/etc/kubernetes/pki/apiserver.crt
---
apiVersion: v1
kind: Pod
metadata:
  name: kube-apiserver
  namespace: kube-system
spec:
  containers:
    - name: kube-apiserver
      image: kube-apiserver:v1.36.0
      command:
      ^^^^^^^ Without `--profiling`, profiles show what the process holds; write `--profiling=false`
        - kube-apiserver
        - --anonymous-auth=false
        - --enable-admission-plugins=NodeRestriction
        - --audit-log-path=/var/log/audit.log
        - --encryption-provider-config=/etc/kubernetes/encryption.yaml
        - --client-ca-file=/etc/kubernetes/pki/ca.crt
        - --etcd-cafile=/etc/kubernetes/pki/etcd/ca.crt
        - --kubelet-certificate-authority=/etc/kubernetes/pki/ca.crt
        - --tls-cert-file=/etc/kubernetes/pki/apiserver.crt
        - --authorization-mode=RBAC
          ^^^^^^^^^^^^^^^^^^^^^^^^^ With this, a kubelet may read what is not on its node; list `Node` in `--authorization-mode`
",
        );
    }

    #[test]
    fn a_kubelet() {
        check(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: kubelet
  namespace: kube-system
spec:
  containers:
    - name: kubelet
      image: kubelet:v1.36.0
      command:
        - kubelet
        - --config=/var/lib/kubelet/config.yaml
---
apiVersion: v1
kind: Pod
metadata:
  name: kubelet
  namespace: kube-system
spec:
  containers:
    - name: kubelet
      image: kubelet:v1.36.0
      command:
        - kubelet
        - --anonymous-auth
          ^^^^^^^^^^^^^^^^ With this, the kubelet answers requests without a name; write `--anonymous-auth=false`
",
        );
    }

    #[test]
    fn rewritten() {
        check_fix(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: kube-scheduler
  namespace: kube-system
spec:
  containers:
    - name: kube-scheduler
      image: kube-scheduler:v1.36.0
      command:
        - kube-scheduler
        - --profiling
        - --bind-address=127.0.0.1
",
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: kube-scheduler
  namespace: kube-system
spec:
  containers:
    - name: kube-scheduler
      image: kube-scheduler:v1.36.0
      command:
        - kube-scheduler
        - --profiling=false
        - --bind-address=127.0.0.1
",
        );
    }

    #[test]
    fn added() {
        check_fix(
            &RULE,
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: kube-scheduler
  namespace: kube-system
spec:
  containers:
    - name: kube-scheduler
      image: kube-scheduler:v1.36.0
      command:
        - kube-scheduler
        - --bind-address=127.0.0.1
",
            "
#- a.yaml
apiVersion: v1
kind: Pod
metadata:
  name: kube-scheduler
  namespace: kube-system
spec:
  containers:
    - name: kube-scheduler
      image: kube-scheduler:v1.36.0
      command:
        - kube-scheduler
        - --bind-address=127.0.0.1
        - --profiling=false
",
        );
    }
}
