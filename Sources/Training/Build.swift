// SPDX-License-Identifier: Apache-2.0

public import Digests
public import GitAccess
import Ledger
import SystemPackage

/// One build, from a commit that the gate has passed to a model that an audit verifies.
///
/// The order is the promise: code out of git objects, data proved, training, data proved again,
/// stamp, signature, ledger; and only then does the model appear under its name.
public struct Build: Sendable {
  /// Told what happens, for people who wait.
  public typealias Progress = @Sendable (String) -> Void

  let request: BuildRequest
  let plan: BuildPlan
  let commit: ObjectID
  let invocation: Invocation
  let startedAt = Clock.now

  /// Prepares a build of a commit.
  public init(_ request: BuildRequest, plan: BuildPlan, commit: ObjectID) {
    self.request = request
    self.plan = plan
    self.commit = commit
    invocation = Invocation(at: startedAt)
  }

  /// Builds; a failure leaves nothing behind but the training's log, which the error names.
  public func run(
    in repository: borrowing Repository, watch: (borrowing RawSpan) -> Void,
    progress: Progress
  ) async throws -> BuildResult {
    let worktree = try CleanTraining.worktree(of: repository)
    let key = try BuildKey.load(request, worktree: worktree, progress: progress)
    // A ledger or a folder that will take nothing is better known before hours of training than after.
    _ = try Ledger.trustedHead(of: repository)
    let folder = try OutputFolder(
      root: request.output ?? worktree.appending("modelgate-out"), pipeline: plan.pipeline,
      invocation: invocation)
    let training = CleanTraining(
      plan: plan, commit: commit, invocation: invocation, environment: request.environment)
    do {
      let result = try await training.run(in: repository, watch: watch, progress: progress) {
        outcome, repository in
        progress("stamping and signing")
        return try deliver(outcome, to: folder, key: key, repository: repository)
      }
      await Ledger.tidy(repository)
      return result
    } catch {
      folder.discard()
      throw error
    }
  }
}
