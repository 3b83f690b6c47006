//! Which parts of custom resources are copies of Kubernetes' own definitions.
//!
//! A CustomResourceDefinition has no references: a Pod's spec stands in it field by field, as it was in some version of
//! Kubernetes. What has the fields of a definition, and no others, is marked with its name, so that what is known of
//! `PodSpec` is known there too. Below a copy the definition itself says what each field is.

use std::collections::BTreeMap;

use schema::kubernetes::text::{Block, Child, Fact, Head, Node, Role, Types};

/// Definitions that are recognized by their fields alone, wherever they stand.
const RECOGNIZED: [&str; 20] = [
    "io.k8s.api.batch.v1.JobSpec",
    "io.k8s.api.core.v1.Affinity",
    "io.k8s.api.core.v1.Container",
    "io.k8s.api.core.v1.ContainerPort",
    "io.k8s.api.core.v1.EnvFromSource",
    "io.k8s.api.core.v1.EnvVar",
    "io.k8s.api.core.v1.EnvVarSource",
    "io.k8s.api.core.v1.Lifecycle",
    "io.k8s.api.core.v1.PersistentVolumeClaimSpec",
    "io.k8s.api.core.v1.PodSecurityContext",
    "io.k8s.api.core.v1.PodSpec",
    "io.k8s.api.core.v1.Probe",
    "io.k8s.api.core.v1.ResourceRequirements",
    "io.k8s.api.core.v1.SecurityContext",
    "io.k8s.api.core.v1.ServiceSpec",
    "io.k8s.api.core.v1.Toleration",
    "io.k8s.api.core.v1.TopologySpreadConstraint",
    "io.k8s.api.core.v1.Volume",
    "io.k8s.api.core.v1.VolumeMount",
    "io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector",
];

const POD_SPEC: &str = "io.k8s.api.core.v1.PodSpec";
const POD_TEMPLATE: &str = "io.k8s.api.core.v1.PodTemplateSpec";

/// A copy has at least this share of the fields that the definition had in the oldest minor, in percent.
const LEAST: usize = 70;

/// The definitions of Kubernetes by name.
pub(super) struct Originals<'a>(BTreeMap<&'a str, &'a Node>);

impl<'a> Originals<'a> {
    pub(super) fn new(blocks: impl Iterator<Item = &'a Block>) -> Originals<'a> {
        Originals(
            blocks
                .filter_map(|block| match &block.head {
                    Head::Type(name, _) => Some((name.as_str(), &block.node)),
                    Head::Shared(_) | Head::Kind(_) | Head::Format(_) => None,
                })
                .collect(),
        )
    }

    /// Marks every copy in a schema.
    pub(super) fn mark(&self, node: &mut Node) {
        match RECOGNIZED.iter().find(|name| self.is_copy(node, name)) {
            Some(name) => self.mark_as(node, name),
            None => {
                node.children.iter_mut().for_each(|child| self.mark(&mut child.node));
                self.mark_template(node);
            }
        }
    }

    /// Marks a schema that stands where Kubernetes has the definition of this name.
    fn mark_as(&self, node: &mut Node, name: &str) {
        let Some(original) = self.0.get(name) else { return };
        if !node.children.is_empty() {
            node.set(Fact::Like, vec![name.to_owned()]);
        }
        for child in &mut node.children {
            let Role::Field(field) = &child.role else { continue };
            let Some(of_original) = original.children.iter().rfind(|it| it.role == Role::Field(field.clone())) else {
                continue;
            };
            self.mark_behind(&mut child.node, &of_original.node);
        }
    }

    /// Follows lists and maps to what they hold.
    fn mark_behind(&self, node: &mut Node, original: &Node) {
        if let Some(name) = &original.reference {
            if self.has_no_others(node, name) {
                self.mark_as(node, name);
            }
            return;
        }
        for role in [Role::Items, Role::Values] {
            let inner = original.children.iter().find(|it| it.role == role);
            let own = node.children.iter_mut().find(|it| it.role == role);
            if let (Some(inner), Some(own)) = (inner, own) {
                self.mark_behind(&mut own.node, &inner.node);
            }
        }
    }

    /// `metadata` and `spec` are everywhere; with a Pod's spec they are a template.
    fn mark_template(&self, node: &mut Node) {
        let is_template = fields(node).count() == 2
            && fields(node).all(|(name, child)| match name {
                "metadata" => true,
                "spec" => child.node.fact(Fact::Like).is_some_and(|it| it == [POD_SPEC]),
                _ => false,
            });
        if is_template {
            node.set(Fact::Like, vec![POD_TEMPLATE.to_owned()]);
        }
    }

    fn is_copy(&self, node: &Node, name: &str) -> bool {
        let Some(original) = self.0.get(name) else { return false };
        let oldest: Vec<&str> =
            fields(original).filter(|(_, it)| it.span.since.is_none()).map(|(name, _)| name).collect();
        let shared = fields(node).filter(|(name, _)| oldest.contains(name)).count();
        shared > 1 && shared * 100 >= oldest.len() * LEAST && self.has_no_others(node, name)
    }

    /// Whether every field is one of the definition, of a type that it could be.
    fn has_no_others(&self, node: &Node, name: &str) -> bool {
        let Some(original) = self.0.get(name) else { return false };
        fields(node).all(|(name, child)| {
            let of_original = original.children.iter().filter(|it| it.role == Role::Field(name.to_owned()));
            of_original.into_iter().any(|it| is_alike(self.types(&it.node), child.node.types))
        })
    }

    fn types(&self, node: &Node) -> Types {
        match &node.reference {
            Some(name) => self.0.get(name.as_str()).map_or(Types::default(), |it| it.types),
            None => node.types,
        }
    }
}

fn fields(node: &Node) -> impl Iterator<Item = (&str, &Child)> {
    node.children.iter().filter_map(|child| Some((child.role.field()?, child)))
}

/// Quantities are sometimes written as plain strings.
fn is_alike(one: Types, other: Types) -> bool {
    one.is_any() || other.is_any() || one.contains(other) || other.contains(one)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use schema::kubernetes::text::{File, read, write};

    use super::Originals;

    #[test]
    fn copies_are_marked_and_what_is_below_them() {
        let core = read(
            "\
type io.k8s.api.core.v1.Probe : object
 exec ->io.k8s.api.core.v1.ExecAction
 grpc @1.25.. object
 periodSeconds int
type io.k8s.api.core.v1.ExecAction : object
 command []string
type io.k8s.api.core.v1.Volume : object
 name string
 size string
",
        )
        .unwrap();
        let mut custom = read(
            "\
kind g/v1 It : object
 copy object
  exec object
   command []string
  periodSeconds int
 extended object
  exec object
   command []string
  mine bool
  periodSeconds int
 half object
  periodSeconds int
 typed object
  name string
  size bool
",
        )
        .unwrap();
        let originals = Originals::new(core.blocks.iter());
        custom.blocks.iter_mut().for_each(|block| originals.mark(&mut block.node));
        expect![[r#"
            kind g/v1 It : object
             copy object like=io.k8s.api.core.v1.Probe
              exec object like=io.k8s.api.core.v1.ExecAction
               command []string
              periodSeconds int
             extended object
              exec object
               command []string
              mine bool
              periodSeconds int
             half object
              periodSeconds int
             typed object
              name string
              size bool
        "#]]
        .assert_eq(&write(&File { blocks: custom.blocks }));
    }
}
