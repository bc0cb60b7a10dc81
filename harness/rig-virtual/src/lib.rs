//! rig-virtual
