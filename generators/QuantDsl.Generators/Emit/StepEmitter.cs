using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit;

/// <summary>The two step functions.</summary>
internal static class StepEmitter
{
    private const string Usings = """
        using QuantDsl;
        using QuantDsl.CompilerServices;
        using static TorchSharp.torch;
        """;

    public static SourceFile Emit(ModelPlan plan) =>
        GeneratedFile.Write(plan.Type, "Steps", Usings, "", "", writer => writer.Lines(Members(plan)));

    private static string Members(ModelPlan plan)
    {
        string laq = plan.IsQuantized
            ? "One LAQ step: the gradient at the quantized weights, a preconditioned step of the latent weights, and their quantization."
            : "One Adam step.";
        string plain = plan.IsQuantized ? "Laq" : "Adam";
        int minimum = plan.MinimumBatch;
        const string diverged = "The loss or a gradient is NaN or infinite.";
        string labels = plan.OutputLength is { } length ? $"int64 [N, {length}]" : "int64 [N]";
        return $$"""
            /// <summary>{{laq}}</summary>
            /// <param name="input">{{plan.InputWords}}.</param>
            /// <param name="labels">{{labels}}, class indices below {{plan.Graph.Output.Channels}}.</param>
            /// <returns>The loss before the step.</returns>
            /// <exception cref="TrainingDivergedException">{{diverged}}</exception>
            public float Step(Tensor input, Tensor labels) => TakeStep(input, labels).Fetch();

            /// <summary>The step; its loss stays on the device until <c>Fetch</c> is called.</summary>
            private StepLoss TakeStep(Tensor input, Tensor labels)
            {
                StepInput.Check(Info, _store, input, labels, minimumBatch: {{minimum}});
                var step = AdamStep.Of<UpdateRecipe>(_store.StepCount + 1, LearningRate, _store.Blend);
                StepLoss loss = default;
                try
                {
                    _store.BeginStep();
                    using Gradients gradients = Differentiate(input, labels, TrainingPhase.{{plain}}, ForwardPass.Train, out loss);
                    _store.Engine.Run(UpdateKind.Laq, step, gradients);
                    _store.EndStep();
                    return loss;
                }
                catch
                {
                    loss.Dispose();
                    throw;
                }
            }

            /// <summary>
            /// One step with backtracking (BLAQ): a trial step, the gradient at the trial weights on the same minibatch, and the real step from the
            /// original weights along a blend of both gradients.
            /// </summary>
            /// <param name="input">{{plan.InputWords}}.</param>
            /// <param name="labels">{{labels}}, class indices below {{plan.Graph.Output.Channels}}.</param>
            /// <returns>The loss before the step.</returns>
            /// <exception cref="TrainingDivergedException">{{diverged}}</exception>
            public float BacktrackStep(Tensor input, Tensor labels) => TakeBacktrackStep(input, labels).Fetch();

            /// <summary>The step; its loss stays on the device until <c>Fetch</c> is called.</summary>
            private StepLoss TakeBacktrackStep(Tensor input, Tensor labels)
            {
                StepInput.Check(Info, _store, input, labels, minimumBatch: {{minimum}});
                var step = AdamStep.Of<UpdateRecipe>(_store.StepCount + 1, LearningRate, _store.Blend);
                StepLoss loss = default;
                try
                {
                    _store.BeginStep();
                    using Gradients current = Differentiate(input, labels, TrainingPhase.Backtrack, ForwardPass.Train, out loss);
                    _store.Engine.Run(UpdateKind.Trial, step, current);
                    using Gradients trial = Differentiate(input, labels, TrainingPhase.Backtrack, ForwardPass.Trial, out StepLoss ofTrial);
                    using (ofTrial)
                        _store.Engine.Run(UpdateKind.Backtrack, step, trial);
                    _store.EndStep();
                    return loss;
                }
                catch
                {
                    loss.Dispose();
                    _store.Engine.TakeBackTrial();
                    throw;
                }
            }
            """;
    }
}
