// SPDX-License-Identifier: Apache-2.0

import Digests
import Files

/// A place that keeps objects under keys.
protocol ObjectStore: Sendable {
  /// The place for people, without anything secret.
  var name: String { get }
  /// One answer for each object, in order.
  func presence(of objects: [StoredObject]) async -> [Presence]
  /// The objects that could be had and are not longer than the limit.
  func contents(of keys: [RelativePath], limit: Int) async -> [[UInt8]?]
}

/// An object as some manifest describes it.
struct StoredObject: Hashable, Sendable {
  /// What the key says of the content.
  enum Naming: Hashable, Sendable {
    /// The key is a digest, so what stands there is the object unless it was damaged.
    case byContent
    /// The key is a path, and anything may stand there.
    case byPath
  }

  /// Where it is, from the store's root.
  let key: RelativePath
  var naming = Naming.byContent
  /// Bytes, when they are recorded.
  var size: Int64?
  /// What its bytes have, when it is a digest that stores know or that can be computed.
  var digest: Digest?
  /// MD5 of its bytes, where they are here to be read; S3 may have nothing better.
  var md5: Digest?
  /// The version that is pinned.
  var version: String?
}
