using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit;

/// <summary>The two step functions: on spans, and on tensors.</summary>
internal static class StepEmitter
{
    private const string Diverged = "The loss or a gradient is NaN or infinite; the model is as it was before the step.";

    public static SourceFile Emit(ModelPlan plan) =>
        GeneratedFile.Write(plan.Type, "Steps", "", "", writer =>
        {
            Step(writer, plan, backtracks: false);
            writer.Blank();
            Step(writer, plan, backtracks: true);
        });

    private static void Step(SourceWriter writer, ModelPlan plan, bool backtracks)
    {
        string name = backtracks ? "BacktrackStep" : "Step";
        string summary = Summary(plan, backtracks);
        writer.Lines($$"""
            {{summary}}
            /// <param name="inputs">{{plan.MinimumBatch}} to {{plan.Declaration.Batch}} samples of {{plan.SampleWords}}, row-major.</param>
            /// <param name="labels">{{plan.LabelWords}}.</param>
            /// <returns>The loss before the step.</returns>
            /// <exception cref="ArgumentException">{{plan.RefusalWords}}</exception>
            /// <exception cref="InvalidOperationException">Another thread trains the model.</exception>
            /// <exception cref="TrainingDivergedException">{{Diverged}}</exception>
            [OverloadResolutionPriority(1)]
            public float {{name}}({{plan.InputSpan}} inputs, {{plan.LabelSpan}} labels)
            {
                StepInput.Check(Info, _store, inputs, labels, minimumBatch: {{plan.MinimumBatch}});
                using TrainingTurn turn = _store.BeginTraining(Info.Name);
                {{Paths.Indent($"return {Choice(name, "inputs, labels")};", 4).TrimStart()}}
            }

            """);
        writer.Lines($$"""
            {{summary}}
            /// <param name="input">{{plan.InputWords}}.</param>
            /// <param name="labels">{{plan.LabelTensorWords}}.</param>
            /// <returns>The loss before the step.</returns>
            /// <exception cref="InvalidOperationException">Another thread trains the model.</exception>
            /// <exception cref="TrainingDivergedException">{{Diverged}}</exception>
            public float {{name}}(Tensor input, Tensor labels)
            {
                StepInput.Check(Info, _store, input, labels, minimumBatch: {{plan.MinimumBatch}});
                using TrainingTurn turn = _store.BeginTraining(Info.Name);
                using TensorBatch batch = new(input, labels);
                {{Paths.Indent($"return {Choice(name, "batch.Inputs, batch.Labels")};", 4).TrimStart()}}
            }

            """);
        writer.Lines(backtracks ? BacktrackOnKernels : OnKernels(plan));
    }

    private static string Summary(ModelPlan plan, bool backtracks) => (backtracks, plan.TrainsQuantized) switch
    {
        (true, _) => """
            /// <summary>
            /// One step with backtracking (BLAQ): a trial step, the gradient at the trial weights on the same minibatch, and the real step from the
            /// original weights along a blend of both gradients.
            /// </summary>
            """,
        (_, true) => "/// <summary>One LAQ step: the gradient at the quantized weights, a preconditioned step of the latent weights, "
            + "and their quantization.</summary>",
        _ => "/// <summary>One Adam step.</summary>",
    };

    private static string OnKernels(ModelPlan plan) => $$"""
        /// <summary>The step on the CPU.</summary>
        private float TakeStep(CpuTraining network, NetworkInput inputs, NetworkLabels labels)
        {
            AdamStep step = AdamStep.Of<UpdateRecipe>(_store.StepCount + 1, LearningRate, _store.Blend);
            _store.BeginStep();
            float loss = network.Differentiate(inputs, labels, TrainingPhase.{{Phase(plan)}}, ForwardPass.Train);
            _store.Engine.Run(UpdateKind.Laq, step, network.Gradients);
            _store.EndStep();
            return loss;
        }
        """;

    private const string BacktrackOnKernels = """
        /// <summary>The step on the CPU.</summary>
        private float TakeBacktrackStep(CpuTraining network, NetworkInput inputs, NetworkLabels labels)
        {
            AdamStep step = AdamStep.Of<UpdateRecipe>(_store.StepCount + 1, LearningRate, _store.Blend);
            try
            {
                _store.BeginStep();
                float loss = network.Differentiate(inputs, labels, TrainingPhase.Backtrack, ForwardPass.Train);
                _store.Engine.Run(UpdateKind.Trial, step, network.GradientsBeforeTrial);
                network.Differentiate(inputs, labels, TrainingPhase.Backtrack, ForwardPass.Trial);
                _store.Engine.Run(UpdateKind.Backtrack, step, network.GradientsAtTrial);
                _store.EndStep();
                return loss;
            }
            catch
            {
                _store.Engine.TakeBackTrial();
                throw;
            }
        }
        """;

    private static string Choice(string name, string batch) => Paths.Choice(
        network => $"Take{name}({network}, {batch})", device => $"{device}.{name}<UpdateRecipe>({batch})");

    private static string Phase(ModelPlan plan) => plan.TrainsQuantized ? "Laq" : "Adam";
}
