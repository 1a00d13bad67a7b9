// SPDX-License-Identifier: Apache-2.0

import Attestation
import Audit
import Files
import Findings
import GitAccess
import Packaging
import SystemPackage
import TestSupport
import Testing

/// Models in OCI image layouts that a program of its own put together.
@Suite(.enabled(if: PythonPeer.isInstalled, "needs the Python peer"))
struct OCIPackageTests {
  /// Writes a layout from what the specification says and nothing else.
  private static let writer = """
    import base64, hashlib, json, os, sys
    root, model, lines, mode = sys.argv[1:5]
    os.makedirs(f"{root}/blobs/sha256")
    def put(data):
        name = hashlib.sha256(data).hexdigest()
        open(f"{root}/blobs/sha256/{name}", "wb").write(data)
        return {"digest": f"sha256:{name}", "size": len(data)}
    def layer(data, media, title):
        return {"mediaType": media, **put(data),
                "annotations": {"org.opencontainers.image.title": title}}
    def manifest(body):
        data = json.dumps({"schemaVersion": 2,
            "mediaType": "application/vnd.oci.image.manifest.v1+json", **body}).encode()
        return {"mediaType": "application/vnd.oci.image.manifest.v1+json", **put(data)}
    empty = {"mediaType": "application/vnd.oci.empty.v1+json", **put(b"{}")}
    weights, attested = open(model, "rb").read(), open(lines, "rb").read()
    weight = "application/vnd.cncf.model.weight.v1.raw"
    title = {"traversal": "../model.safetensors", "absolute": "/model.safetensors",
             "control": "model\\u001b[2J.safetensors"}.get(mode, "weights/model.safetensors")
    layers = [layer(weights, weight, title), layer(b"hello", "text/markdown", "README.md")]
    if mode in ("beside", "twice", "altered", "short", "missing"):
        layers.append(layer(attested, "application/x-ndjson", title + ".intoto.jsonl"))
    if mode == "twice":
        layers.append(layer(b"other", "text/plain", "README.md"))
    if mode == "archive":
        layers.append(layer(b"tar", "application/vnd.kitops.modelkit.model.v1.tar+gzip", "m.tar"))
    model = manifest({"artifactType": "application/vnd.cncf.model.manifest.v1+json",
                      "config": empty, "layers": layers})
    def named(tag): return {**model, "annotations": {"org.opencontainers.image.ref.name": tag}}
    index = [named("1.0.0"), named("latest")]
    if mode == "attached" or mode == "crowd":
        bundle = "application/vnd.dev.sigstore.bundle.v0.3+json"
        envelope = json.loads(attested.splitlines()[0])
        text = json.dumps({"mediaType": bundle, "dsseEnvelope": envelope,
            "verificationMaterial": {"publicKey": {"hint": ""}, "tlogEntries": []}}).encode()
        attestation = layer(text, bundle, "x.json")
        count = 1
        if mode == "crowd":
            count = 3
            attestation = [{**attestation, "annotations": {"n": str(n)}} for n in range(5000)]
        for n in range(count):
            several = attestation if mode == "crowd" else [attestation]
            index.append(manifest({"artifactType": bundle, "config": empty, "subject": model,
                                   "layers": several, "annotations": {"n": str(n)}}))
    if mode == "wide":
        wide = manifest({"config": empty, "layers": layers, "annotations": {"n": "x" * (1 << 20)}})
        index += [wide] * 70
    if mode == "heavy":
        bundle = "application/vnd.dev.sigstore.bundle.v0.3+json"
        heavy = [{"mediaType": bundle, "size": 60 << 20, "digest": f"sha256:{n:064x}"}
                 for n in range(6)]
        index.append(manifest({"config": empty, "subject": model, "layers": heavy}))
    open(f"{root}/index.json", "w").write(json.dumps({"schemaVersion": 2, "manifests": index}))
    open(f"{root}/oci-layout", "w").write('{"imageLayoutVersion":"1.0.0"}')
    blob = f"{root}/blobs/" + layers[1]["digest"].replace(":", "/")
    if mode == "altered":
        open(blob, "wb").write(b"hullo")
    if mode == "short":
        open(blob, "ab").write(b"!")
    if mode == "missing":
        os.remove(blob)
    if mode == "fifo":
        os.remove(blob); os.mkfifo(blob)
    if mode == "weights":
        blob = f"{root}/blobs/" + layers[0]["digest"].replace(":", "/")
        open(blob, "r+b").write(weights[:-1] + bytes([weights[-1] ^ 1]))
    """

  private func layout(_ mode: String) async throws -> (AttestedModel, String) {
    let model = try await AttestedModel()
    try model.place([try model.attest(by: model.ci)])
    try await model.record(try model.attest(by: model.ci))
    let root = model.repository.base.appending("layout").string
    let lines = AttestationFiles(beside: model.model).lines.string
    _ = try await PythonPeer.run(Self.writer, [root, model.model.string, lines, mode])
    // Nothing but the layout may be what is found.
    try await model.repository.shell("rm", model.model.string, lines)
    return (model, root)
  }

  private func audit(_ text: String, of model: AttestedModel) async throws -> AuditReport {
    let reference = try #require(OCIReference(text))
    let audit = ModelAudit(trusting: Trust(keys: [model.ci.verificationKey]))
    let opened: Repository? = try Repository(at: model.root)
    return await OCIAudit(verifying: audit).verify(reference, in: opened)
  }

  @Test(arguments: ["beside", "attached", "crowd", "ledger"])
  func aModelIsVerifiedAsAFileIs(_ mode: String) async throws {
    let (model, root) = try await layout(mode)
    for reference in ["oci:\(root):1.0.0", "oci:\(root):latest", "oci:\(root)"] {
      let report = try await audit(reference, of: model)
      #expect(report.failed.allSatisfy { $0 == "ledger" }, "\(report.points)")
      #expect(report.detail("stamp").hasPrefix("proved"), "\(report.points)")
      #expect(report.detail("blobs").hasPrefix("proved: "), "\(report.points)")
      #expect(report.detail("files").contains("1 other files"), "\(report.points)")
      #expect(report.detail("files").contains("nobody attests them; first is 'README.md'"))
      #expect(report.model == reference)
      if mode != "ledger" {
        #expect(report.detail("signature").contains("'\(reference)' is signed"))
      }
    }
  }

  @Test(arguments: [
    ("altered", "blob", "has another content, sha256:"),
    ("short", "blob", "has 6 bytes, and 5 are declared"), ("missing", "blob", "No such file"),
    ("fifo", "blob", "it is a FIFO"), ("weights", "blob", "declared are sha256:"),
    ("traversal", "package", "title '../model.safetensors' is no plain path"),
    ("absolute", "package", "title '/model.safetensors' is no plain path"),
    ("control", "package", "is no plain path"),
    ("twice", "package", "two layers are called 'README.md'"),
    ("archive", "model", "'m.tar' is an archive"),
    ("wide", "package", "the manifests of the layout have more than 67108864 bytes"),
    ("heavy", "package", "the attestations attached to it are 6, of 377487360 bytes"),
  ])
  func whatIsWrongWithALayoutIsSaid(_ mode: String, _ point: String, _ words: String) async throws {
    let (model, root) = try await layout(mode)
    let report = try await audit("oci:\(root):1.0.0", of: model)
    #expect(report.status != .passed)
    #expect(report.detail(point).contains(words), "\(report.points)")
    #expect(!report.detail(point).hasPrefix("proved"))
  }

  @Test func aTagThatIsNotThereIsSaid() async throws {
    let (model, root) = try await layout("beside")
    let report = try await audit("oci:\(root):2.0.0", of: model)
    #expect(report.status == .couldNotJudge)
    #expect(report.points.first?.hints.contains("oci:\(root):1.0.0") == true, "\(report.points)")
    #expect(OCIReference("\(root):1.0.0") == nil)
  }

  /// Many at once: the reports come in the order of the arguments, and the worst counts.
  @Test func theToolVerifiesManyAtOnce() async throws {
    let (model, root) = try await layout("ledger")
    var names: [String] = []
    for number in 0..<8 {
      let name = "m\(number).safetensors"
      try model.write(weights: UInt8(number), to: name)
      if number != 5 { try await model.record(try model.attest(by: model.ci, of: name)) }
      names.append(model.repository.base.appending(name).string)
    }
    let key = model.repository.base.appending("ci.pem")
    try AtomicFile.write(model.ci.verificationKey.pem.utf8, to: key)
    names.insert("oci:\(root):1.0.0", at: 3)
    let all = try await model.repository.shell.run(
      Tools.path("modelgate-audit").string, ["verify", "--key", key.string] + names)
    #expect(all.status == 1, "\(all)")
    let heads = all.output.split(separator: "\n").filter { !$0.hasPrefix(" ") }
    #expect(heads.map { String($0.prefix { $0 != " " }.dropLast()) } == names, "\(all)")
    #expect(heads.filter { $0.hasSuffix(": not verified") }.count == 1, "\(all)")
    let good = try await model.repository.shell.run(
      Tools.path("modelgate-audit").string,
      ["verify", "--key", key.string] + names.filter { !$0.contains("m5") })
    #expect(good.status == 0, "\(good)")
  }
}
