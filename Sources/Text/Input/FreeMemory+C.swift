internal import CText

/// Memory that was freed and that the allocator keeps for itself.
package enum FreeMemory {
  /// Gives whole pages of freed memory back to the system, for what is allocated next.
  package static func returnToSystem() { ctext_return_free_memory() }
}
