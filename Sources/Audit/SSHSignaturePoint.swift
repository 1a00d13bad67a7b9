// SPDX-License-Identifier: Apache-2.0

import Attestation
import Files
import Findings
import SystemPackage

/// Whether the signature of OpenSSH beside the attestations, where there is one, covers them all.
///
/// It covers the file as a whole, so it also tells that a line was taken away or added.
struct SSHSignaturePoint {
  let lines: FilePath
  let trust: Trust

  func point() -> AuditPoint? {
    let path = FilePath(rawBytes: lines.byteArray + Array(".sig".utf8))
    guard (try? FileStatus(following: path)) != nil else { return nil }
    do {
      let signature = try SSHSignature.parse(try SmallFile.read(path, limit: 64 << 10))
      try signature.verify(try SmallFile.read(lines, limit: EnvelopeLines.sizeLimit))
      guard let signer = trust.signers.first(where: { $0.key == signature.key }) else {
        return AuditPoint(
          "ssh-signature", .note,
          "'\(path.printable)' is by \(signature.key.sshFingerprint), whom nobody believes here")
      }
      return AuditPoint(
        "ssh-signature", .proved, "all lines of '\(lines.printable)', by \(signer.description)")
    } catch {
      return AuditPoint(error, "ssh-signature")
    }
  }
}
