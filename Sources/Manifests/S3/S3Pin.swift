// SPDX-License-Identifier: Apache-2.0

public import Digests
public import Files

/// A dataset in a bucket that keeps versions: what `NAME.s3.json` says.
///
/// The address (bucket, key, version) says where the bytes are; the checksum, which S3 computed
/// when they were uploaded, says what they are. An ETag is neither, and is not read.
public struct S3Pin: Sendable, Hashable {
  /// The checksum that S3 keeps with an object.
  public enum Checksum: Sendable, Hashable {
    /// SHA-256 of the content: `FULL_OBJECT`.
    case full(Digest)
    /// SHA-256 of the SHA-256 of each part: `COMPOSITE`.
    case composite(Digest, PartLayout)
  }

  /// One version of one object.
  public struct Object: Sendable, Hashable {
    /// The whole key, prefix included.
    public let key: String
    /// What `VersionId` of the API says; opaque.
    public let versionID: String
    /// Bytes.
    public let size: Int64
    /// What proves the content.
    public let checksum: Checksum
    /// Where the content belongs: the key without the prefix, or the name of the dataset's file.
    public let path: RelativePath
  }

  /// The bucket's name.
  public let bucket: String
  /// Its region, where it is said.
  public let region: String?
  /// The URL of a service other than AWS, where it is said.
  public let endpoint: String?
  /// What the keys of a folder start with, its final `/` included; nil for a dataset of one file.
  public let prefix: String?
  /// The objects, in the order of the file.
  public let objects: [Object]
}
