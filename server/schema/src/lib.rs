//! What the world knows: instructions, images, package managers, signals; data and look-up only.
