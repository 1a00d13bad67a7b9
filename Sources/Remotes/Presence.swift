// SPDX-License-Identifier: Apache-2.0

/// Whether a store has an object.
public enum Presence: Sendable, Equatable {
  /// It has; with so many bytes, where no size is recorded that they were compared with.
  case present(Evidence, size: Int64? = nil)
  /// It answered, and has not, or has something else under that name.
  case absent(reason: String)
  /// It could not be asked, or its answer decides nothing.
  case undecided(reason: String)
}

/// How it is known that a store has an object; the strongest first.
public enum Evidence: String, Sendable, CaseIterable {
  /// The bytes were read, or the store holds a SHA-256 of them that agrees.
  case digest
  /// The store has the pinned version, which nobody can overwrite.
  case version
  /// The size agrees, and the entity tag is the MD5 of the bytes that are here.
  case etag
  /// The object stands under its digest, with the recorded size.
  case size
  /// The object stands under its digest; no size is recorded.
  case name
  /// The server that keeps the objects says so.
  case server
}
