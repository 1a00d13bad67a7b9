// SPDX-License-Identifier: Apache-2.0

import Digests
import StrictJSON

extension BuildProvenance {
  /// Reads a statement that modelgate made, out of bytes whose signature was checked.
  ///
  /// Strict: another build type, an unknown external parameter or a missing part is an error.
  public init(_ payload: VerifiedPayload) throws(AttestationError) {
    try self.init(unverified: try Statement.parse(payload))
  }

  /// Reads what an envelope claims, whoever signed it; for indexes and lists, never for a verdict.
  package init(unverified envelope: Envelope) throws(AttestationError) {
    try self.init(unverified: try Statement.parse(unverified: envelope))
  }

  /// Reads what a statement claims, whoever made it; for indexes and lists, never for a verdict.
  package init(unverified statement: Statement) throws(AttestationError) {
    let provenance = try Provenance.parse(statement)
    do {
      try self.init(statement, provenance)
    } catch {
      throw .malformed("modelgate provenance", reason: error.message)
    }
  }

  private init(_ statement: Statement, _ provenance: Provenance) throws(JSONFieldError) {
    guard provenance.buildType.isSameText(as: Self.buildType) else {
      throw JSONFieldError("its build type is '\(provenance.buildType)', not '\(Self.buildType)'")
    }
    guard statement.subjects.count == 1, let subject = statement.subjects.first else {
      throw JSONFieldError("it has \(statement.subjects.count) subjects, where one is expected")
    }
    let external = JSONField(.object(provenance.externalParameters), root: "external parameters")
    _ = try external.object(only: ["pipeline", "repository", "ref"])
    let parameters = JSONField(.object(provenance.internalParameters), root: "internal parameters")
    let parts = provenance.resolvedDependencies
    model = try Model(subject)
    source = try Source(descriptors: parts)
    source.repository = try external.optional("repository")?.string()
    source.reference = try external.optional("ref")?.string()
    pipeline = try external.required("pipeline").nonemptyString()
    command = try parameters.required("command").strings()
    datasets = try Self.read(parts, role: "dataset") { part throws(JSONFieldError) in
      try Dataset(part, among: parts)
    }
    dependencies = try Self.read(parts, role: "dependency") { part throws(JSONFieldError) in
      try Dependency(part)
    }
    metrics = try MetricsFile(among: provenance.byproducts)
    stamp = try parameters.required("stamp").stampFields()
    environment = try parameters.required("environment").strings()
    builder = provenance.builder.id
    version = try JSONField(.object(provenance.builder.version), root: "builder version")
      .required("modelgate").string()
    guard let invocation = provenance.invocationID, let started = provenance.startedOn,
      let finished = provenance.finishedOn
    else { throw JSONFieldError("its run has no name or no times") }
    (self.invocation, startedOn, finishedOn) = (invocation, started, finished)
  }

  private static func read<Part>(
    _ parts: [ResourceDescriptor], role: JSONValue,
    _ make: (ResourceDescriptor) throws(JSONFieldError) -> Part
  ) throws(JSONFieldError) -> [Part] {
    var made: [Part] = []
    for part in parts where part.annotations["role"] == role { made.append(try make(part)) }
    return made
  }
}

extension BuildProvenance.Model {
  init(_ subject: ResourceDescriptor) throws(JSONFieldError) {
    let annotations = JSONField(.object(subject.annotations), root: "subject's annotations")
    guard let name = subject.name, let file = subject.digest.sha256 else {
      throw JSONFieldError("the subject has no name or no SHA-256")
    }
    guard let payload = Digest(try annotations.required("payloadDigest").string()),
      payload.algorithm == .sha256
    else { throw JSONFieldError("the subject's payload digest is no SHA-256") }
    self.init(
      name: name, format: try annotations.required("format").string(), file: file,
      payload: payload)
  }
}

extension BuildProvenance.Source {
  /// The commit among the things that went into a build.
  init(descriptors parts: [ResourceDescriptor]) throws(JSONFieldError) {
    guard let part = parts.first(where: { $0.name == "source" && $0.annotations.isEmpty }),
      let commit = part.digest["gitCommit"].flatMap({ ObjectID(hex: $0) }),
      let tree = part.digest["gitTree"].flatMap({ ObjectID(hex: $0) })
    else { throw JSONFieldError("it names no source commit and tree") }
    self.init(repository: nil, reference: nil, commit: commit, tree: tree)
  }
}

extension BuildProvenance.Dataset {
  fileprivate init(_ part: ResourceDescriptor, among parts: [ResourceDescriptor])
    throws(JSONFieldError)
  {
    let annotations = JSONField(.object(part.annotations), root: "dataset's annotations")
    guard let name = part.name, let digest = part.digest.sha256 else {
      throw JSONFieldError("a dataset has no name or no SHA-256")
    }
    let manifest = try annotations.optional("manifest")?.string()
    let manifestPart = parts.first {
      $0.annotations["role"] == "manifest" && $0.annotations["dataset"] == .string(name)
    }
    self.init(
      name: name, path: try annotations.required("path").string(), digest: digest,
      format: try annotations.required("format").string(), manifest: manifest,
      manifestBlob: manifestPart?.digest["gitBlob"].flatMap { ObjectID(hex: $0) },
      files: Int(clamping: try annotations.required("files").integer()),
      bytes: try annotations.required("bytes").integer())
  }
}

extension BuildProvenance.Dependency {
  fileprivate init(_ part: ResourceDescriptor) throws(JSONFieldError) {
    guard let path = part.name, let digest = part.digest.sha256,
      let blob = part.digest["gitBlob"].flatMap({ ObjectID(hex: $0) })
    else { throw JSONFieldError("a dependency lacks its name or a digest") }
    self.init(path: path, digest: digest, blob: blob)
  }
}

extension BuildProvenance.MetricsFile {
  /// The one byproduct with this role; others are for readers that know them.
  fileprivate init?(among byproducts: [ResourceDescriptor]) throws(JSONFieldError) {
    let files = byproducts.filter { $0.annotations["role"] == Self.role }
    guard let file = files.first else { return nil }
    guard files.count == 1, let path = file.name, let type = file.mediaType,
      let content = file.content, let digest = file.digest.sha256
    else {
      throw JSONFieldError("its metrics are not one file with name, type, SHA-256 and content")
    }
    guard Digest.of(content) == digest else {
      throw JSONFieldError("the content of its metrics has another SHA-256 than it says")
    }
    self.init(path: path, mediaType: type, content: content)
  }
}

extension JSONField {
  /// A list of texts.
  func strings() throws(JSONFieldError) -> [String] {
    var strings: [String] = []
    for element in try elements() { strings.append(try element.string()) }
    return strings
  }

  fileprivate func stampFields() throws(JSONFieldError) -> [BuildProvenance.StampField] {
    var fields: [BuildProvenance.StampField] = []
    for name in try object().names {
      fields.append(.init(key: name, value: try required(name).string()))
    }
    return fields
  }
}
