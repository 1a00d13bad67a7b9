// SPDX-License-Identifier: Apache-2.0

import Files
public import SystemPackage

/// The files that carry an attestation beside its artifact.
public struct AttestationFiles: Sendable {
  /// `ARTIFACT.intoto.jsonl`: DSSE envelopes, one a line.
  public let lines: FilePath
  /// `ARTIFACT.sigstore.json`: the last envelope as a Sigstore bundle.
  public let bundle: FilePath
  /// `ARTIFACT.intoto.jsonl.sig`: what `ssh-keygen -Y verify` checks the lines with; written only
  /// when the key is one of OpenSSH's.
  public let sshSignature: FilePath

  /// Names the files of an artifact.
  public init(beside artifact: FilePath) {
    lines = artifact.appendingSuffix(".intoto.jsonl")
    bundle = artifact.appendingSuffix(".sigstore.json")
    sshSignature = lines.appendingSuffix(".sig")
  }

  /// Adds an envelope to the lines, and makes the other files anew.
  ///
  /// The signature of OpenSSH goes first: it is the one that can fail, since an agent may refuse.
  public func add(_ envelope: Envelope, signedWith key: SigningKey) throws(AttestationError) {
    let text = try EnvelopeLines.text(adding: envelope, to: lines)
    let signature = key.isSSH ? try SSHSignature.signing(text, with: key).text : nil
    let bundle = SigstoreBundle(keyHint: key.verificationKey.sigstoreHint, envelope: envelope)
    do throws(FileError) {
      try AtomicFile.write(text, to: lines)
      try AtomicFile.write(bundle.encoded(), to: self.bundle)
      if let signature {
        try AtomicFile.write(signature.utf8, to: sshSignature)
      } else if (try? FileStatus(sshSignature)) != nil {
        // It would cover the lines as they were.
        try AtomicFile.remove(sshSignature)
      }
    } catch {
      throw .file(error)
    }
  }
}

extension FilePath {
  /// The same path with text behind its last component, whatever bytes that has.
  func appendingSuffix(_ text: String) -> FilePath {
    FilePath(rawBytes: byteArray + Array(text.utf8))
  }
}
