// SPDX-License-Identifier: Apache-2.0

import Attestation
import Digests
import Files
import GitAccess
import Ledger
import SystemPackage

/// A build of this very file, attested by somebody who is believed.
struct AttestedBuild {
  let payload: VerifiedPayload
  let provenance: BuildProvenance
  /// The envelope as it stands in `MODEL.intoto.jsonl`, line end included.
  let line: [UInt8]
  /// Where it was found, for people.
  let place: String
}

/// Finds the attestations that speak of a model, beside it or in the ledger.
struct AttestationSearch {
  /// What was found.
  enum Outcome {
    /// Envelopes that a trusted key signed and that name this very file; at least one.
    case found([AttestedBuild])
    /// An envelope that a trusted key signed, which names this very file and speaks of no build.
    case signedElsewhere(VerifiedPayload, SignedModel, place: String)
    /// A trusted key signed an envelope beside the model, and it names another file.
    case otherFile(VerifiedPayload, BuildProvenance, place: String)
    /// There are envelopes, and none of them can be believed.
    case refused(String)
    /// There is nothing to look at.
    case none
  }

  let model: FilePath
  let file: Digest
  let trust: Trust
  let explicit: FilePath?
  /// Envelopes that came with the model by another way, and from where.
  var attached: AttachedEnvelopes?

  /// Looks at the lines beside the model, else in the ledger, else at the bundle beside the model.
  func run(in repository: borrowing Repository?) async throws -> Outcome {
    if let attached, explicit == nil, !attached.envelopes.isEmpty {
      return await choose(among: attached.envelopes, foreign: nil, place: attached.place)
    }
    let beside = AttestationFiles(beside: model)
    if let path = explicit ?? (Self.exists(beside.lines) ? beside.lines : nil) {
      return try await search(path)
    }
    var outcome = Outcome.none
    switch repository {
    case .some(let repository): outcome = try await searchLedger(of: repository)
    case .none: break
    }
    // The bundle holds one envelope only, so it comes last.
    if case .none = outcome, Self.exists(beside.bundle) { return try await search(beside.bundle) }
    return outcome
  }

  private static func exists(_ path: FilePath) -> Bool { (try? FileStatus(following: path)) != nil }

  /// Lines of envelopes, or a Sigstore bundle, by the name of the file.
  private func search(_ path: FilePath) async throws -> Outcome {
    guard path.byteArray.hasEnd(".sigstore.json") else {
      let lines = try EnvelopeLines(file: path)
      return await choose(
        among: lines.envelopes.map(\.envelope), foreign: lines, place: path.printable)
    }
    let text = try SmallFile.read(path, limit: 2 * Envelope.sizeLimit)
    let envelope = try SigstoreBundle.parse(text).envelope
    return await choose(among: [envelope], foreign: nil, place: path.printable)
  }

  private func searchLedger(of repository: borrowing Repository) async throws -> Outcome {
    var envelopes: [Envelope] = []
    var refusal: AttestationError?
    for text in try Ledger.attestations(ofModel: file, in: repository) {
      do throws(AttestationError) {
        envelopes.append(try Envelope.parse(line: text))
      } catch {
        // Whoever can push to the ledger could add one; it must not hide the good ones.
        refusal = error
      }
    }
    let outcome = await choose(among: envelopes, foreign: nil, place: Ledger.reference)
    guard case .none = outcome, let refusal else { return outcome }
    return .refused("'\(Ledger.reference)': \(refusal.message)")
  }

  private func choose(among envelopes: [Envelope], foreign: EnvelopeLines?, place: String)
    async -> Outcome
  {
    var found: [AttestedBuild] = []
    var reason: String?
    var other: Outcome?
    for envelope in envelopes {
      do throws(AttestationError) {
        let payload = try await trust.verify(envelope)
        if try Self.isAboutSomethingElse(payload) { continue }
        if let signed = try SignedModel(payload) {
          if signed.file == file { other = .signedElsewhere(payload, signed, place: place) }
          continue
        }
        let provenance = try BuildProvenance(payload)
        guard provenance.model.file == file else {
          other = other ?? .otherFile(payload, provenance, place: place)
          continue
        }
        found.append(
          AttestedBuild(
            payload: payload, provenance: provenance, line: envelope.encoded() + [0x0a],
            place: place))
      } catch {
        reason = error.message
      }
    }
    if !found.isEmpty { return .found(found) }
    if let bad = foreign?.foreignLines.first, reason == nil {
      reason = "line \(bad.line): \(bad.error.message)"
    }
    return other ?? reason.map { .refused("'\(place)': \($0)") } ?? .none
  }

  /// Verdicts and rebuilds stand beside the attestation of the build; they have points of their own.
  private static func isAboutSomethingElse(_ payload: VerifiedPayload) throws(AttestationError)
    -> Bool
  {
    let type = try Statement.parse(payload).predicateType
    return [VerificationSummary.predicateType, RebuildResult.predicateType]
      .contains { $0.utf8.elementsEqual(type.utf8) }
  }
}

/// Envelopes that came with a model, and from where.
struct AttachedEnvelopes {
  var envelopes: [Envelope]
  var place: String
}

extension Envelope {
  /// Reads a line of `MODEL.intoto.jsonl`, its line end included or not.
  static func parse(line: [UInt8]) throws(AttestationError) -> Envelope {
    try parse(line.last == 0x0a ? line.dropLast() : line)
  }
}

extension [UInt8] {
  fileprivate func hasEnd(_ text: String) -> Bool {
    suffix(text.utf8.count).elementsEqual(text.utf8)
  }
}
