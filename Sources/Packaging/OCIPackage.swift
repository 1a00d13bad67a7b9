// SPDX-License-Identifier: Apache-2.0

public import Digests
public import Files
import Findings

/// One artifact of an OCI image layout: its manifest, the files that its layers are, and what is
/// attached to it.
public struct OCIPackage: Sendable {
  /// A layer with a name.
  public struct Member: Sendable {
    /// Where the file lies once it is unpacked.
    public let path: RelativePath
    /// Its content.
    public let content: OCIDescriptor
  }

  /// The media types of attestations, as `cosign` and `oras` attach them.
  public static let attestationTypes = [
    "application/vnd.dev.sigstore.bundle.v0.3+json", "application/vnd.in-toto+json",
    "application/vnd.dsse.envelope.v1+json",
  ]
  private static let referrerLimit = 1000
  /// What all manifests of a layout have together, which are read to find one.
  private static let manifestsLimit = 64 << 20
  /// All of them are held in memory at once.
  private static let attachedLimit: Int64 = 256 << 20

  /// The manifest's digest: the identity of the package.
  public let digest: Digest
  /// The manifest.
  public let manifest: OCIManifest
  /// The layers with a name, in order; no two have the same.
  public let members: [Member]
  /// The layers of manifests that are attached to it and hold attestations.
  public let attached: [OCIDescriptor]

  /// Finds a package in a layout.
  public init(_ reference: OCIReference, in layout: borrowing OCILayout) throws {
    var manifests: [(descriptor: OCIDescriptor, manifest: OCIManifest)] = []
    var read = 0
    for descriptor in layout.index.manifests.prefix(Self.referrerLimit)
    where descriptor.mediaType == OCIManifest.mediaType {
      let bytes = try layout.content(of: descriptor, limit: OCIManifest.sizeLimit)
      read += bytes.count
      guard read <= Self.manifestsLimit else {
        throw OCIError("the manifests of the layout have more than \(Self.manifestsLimit) bytes")
      }
      manifests.append((descriptor, try OCIManifest(parsing: bytes)))
    }
    let chosen = try Self.choose(reference, among: manifests)
    digest = chosen.descriptor.digest
    manifest = chosen.manifest
    members = try Self.members(of: chosen.manifest)
    let layers = manifests.filter { $0.manifest.subject?.digest == chosen.descriptor.digest }
      .flatMap(\.manifest.layers).filter { Self.attestationTypes.contains($0.mediaType) }
    // A blob is read once, however many manifests name it.
    var seen: Set<Digest> = []
    attached = layers.filter { seen.insert($0.digest).inserted }
    let size = attached.reduce(Int64(0)) { $0.addingReportingOverflow($1.size).partialValue }
    guard attached.count <= Self.referrerLimit, (0...Self.attachedLimit).contains(size) else {
      throw OCIError(
        "the attestations attached to it are \(attached.count), of \(size) bytes; "
          + "no more than \(Self.referrerLimit) and \(Self.attachedLimit) bytes are read")
    }
  }

  private static func choose(
    _ reference: OCIReference,
    among manifests: [(descriptor: OCIDescriptor, manifest: OCIManifest)]
  ) throws -> (descriptor: OCIDescriptor, manifest: OCIManifest) {
    let fitting = manifests.filter { descriptor, manifest in
      switch reference.selection {
      case .only: manifest.subject == nil
      case .tag(let tag): descriptor.tag?.utf8.elementsEqual(tag.utf8) ?? false
      case .digest(let digest): descriptor.digest == digest
      }
    }
    // The same manifest may be listed once for each of its tags.
    guard let first = fitting.first, Set(fitting.map(\.descriptor.digest)).count == 1 else {
      let tags = manifests.compactMap(\.descriptor.tag)
      throw OCIError(
        fitting.isEmpty
          ? "'\(reference)' names no manifest of the layout"
          : "'\(reference)' names \(fitting.count) manifests of the layout",
        hints: tags.prefix(10).map {
          "oci:\(reference.path.printable):\(PrintableText.escape($0))"
        }, status: .couldNotJudge)
    }
    return first
  }

  private static func members(of manifest: OCIManifest) throws -> [Member] {
    var seen: Set<RelativePath> = []
    var members: [Member] = []
    for layer in manifest.layers {
      guard let path = try layer.title() else { continue }
      guard seen.insert(path).inserted else {
        throw OCIError("not a valid OCI manifest: two layers are called '\(path)'")
      }
      members.append(Member(path: path, content: layer))
    }
    return members
  }
}

extension OCIDescriptor {
  /// The name that the index gives a manifest.
  var tag: String? { annotations["org.opencontainers.image.ref.name"] }
}
