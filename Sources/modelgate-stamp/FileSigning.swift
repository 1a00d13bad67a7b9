// SPDX-License-Identifier: Apache-2.0

import Attestation
import Digests
import Files
import Findings
import Stamps
import StrictJSON
import SystemPackage
import ToolSupport

/// Signs a model file: a statement of SLSA provenance that repeats what the stamp says.
struct FileSigning {
  let model: FilePath
  let key: SigningKey

  func run(_ console: Console) throws -> WrittenSignature {
    let record = try ModelFile.inspect(model)
    for note in record.notes { console.note(note) }
    guard let name = model.lastNameText else {
      throw Failure("the model '\(model.printable)' has no name that is UTF-8 text")
    }
    let envelope = try record.signedStatement(name: name).signed(with: key)
    let files = AttestationFiles(beside: model)
    try files.add(envelope, signedWith: key)
    var written = [("attestation", files.lines), ("bundle", files.bundle)]
    if key.isSSH { written.append(("sshSignature", files.sshSignature)) }
    return WrittenSignature(
      model: model, digest: record.fileDigest, key: key.verificationKey, files: written)
  }
}

extension ModelRecord {
  fileprivate func signedStatement(name: String) -> Statement {
    let subject = ResourceDescriptor(
      name: name, digest: DigestSet(fileDigest),
      annotations: [
        "format": .string(format), "payloadDigest": .string(payloadDigest.description),
      ])
    var stamp = JSONObject()
    for field in self.stamp?.keyValues ?? [] { stamp[field.key] = .string(field.value) }
    return SignedModel.provenance(stamp: stamp, version: Version.current)
      .statement(about: [subject])
  }
}
