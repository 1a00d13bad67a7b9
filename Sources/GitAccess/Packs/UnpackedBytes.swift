// SPDX-License-Identifier: Apache-2.0

import Clibgit2
import Digests

/// What a store has under an id, unpacked but not compared with the id.
@safe final class UnpackedBytes {
  /// The id that it should have.
  let id: ObjectID
  let count: Int
  private let start: UnsafeMutableRawPointer

  /// Reads an object from the first part of the store that has it; nil when none has.
  init?(_ id: ObjectID, from store: OpaquePointer?) {
    var oid = id.oid
    for position in 0..<(unsafe git_odb_num_backends(store)) {
      var backend: UnsafeMutablePointer<git_odb_backend>?
      var bytes: UnsafeMutableRawPointer?
      var size = 0
      var type = GIT_OBJECT_INVALID
      guard unsafe git_odb_get_backend(&backend, store, position) == 0,
        let backend = unsafe backend, let read = unsafe backend.pointee.read,
        unsafe read(&bytes, &size, &type, backend, &oid) == 0, let start = unsafe bytes
      else { continue }
      (self.id, count) = (id, size)
      unsafe self.start = start
      return
    }
    return nil
  }

  // The function has a parameter for the part of the store, but needs none.
  deinit { unsafe git_odb_backend_data_free(nil, start) }

  /// Adds some of the bytes to a buffer.
  func append(_ range: Range<Int>, to buffer: inout [UInt8]) {
    let range = range.clamped(to: 0..<count)
    unsafe buffer.append(
      contentsOf: UnsafeRawBufferPointer(start: start + range.lowerBound, count: range.count))
  }
}
