// SPDX-License-Identifier: Apache-2.0

public import Digests

/// What one reading of a file gave.
public struct FileDigests: Sendable, Equatable {
  /// One digest for each that was asked for, in that order.
  public let digests: [Digest]
  /// The status, which was the same before the first byte was read and after the last.
  public let status: FileStatus

  package init(digests: [Digest], status: FileStatus) {
    (self.digests, self.status) = (digests, status)
  }

  /// Bytes read.
  public var size: Int64 { status.size }
}
