//! What a cluster knows: the specialist's notes on fields, values and kinds of Kubernetes.

pub mod notes;
