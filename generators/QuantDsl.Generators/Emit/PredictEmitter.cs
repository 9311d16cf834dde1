using QuantDsl.Generators.Parsing;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit;

/// <summary>Prediction and evaluation.</summary>
internal static class PredictEmitter
{
    public static SourceFile Emit(ModelPlan plan) =>
        GeneratedFile.Write(plan.Type, "Predict", "", "", writer => writer.Lines(Members(plan)));

    private static string Members(ModelPlan plan)
    {
        string sizes = string.Join(", ", plan.Graph.Output.Dimensions);
        string positions = plan.OutputLength is null ? "" : ", over all positions";
        string evaluated = plan.Loss.Kind switch
        {
            _ when plan.Loss.IsRegression => $"Mean loss on a data set ({plan.Loss.Words()})",
            LossKind.BceWithLogits => "Fraction of labels on a data set whose output is on the right side of 0, in [0, 1]",
            _ => "Accuracy on a data set, in [0, 1]",
        };
        string assessed = plan.Loss.IsRegression ? "Mean loss" : "Accuracy and mean loss";
        return Spans(plan) + Continued(plan) + ClassifyMembers.Of(plan) + $$"""
            /// <summary>Returns {{plan.OutputWord}} [N, {{sizes}}] of the quantized weights and running statistics; records no gradient.</summary>
            /// <remarks>
            /// Several threads may predict with one model at the same time, as long as no thread trains or disposes it meanwhile.
            /// </remarks>
            /// <param name="input">{{plan.InputWords}}.</param>
            public Tensor Predict(Tensor input)
            {
                StepInput.Check(Info, _store, input);
            {{Paths.Of(PredictTensor, PredictTensor, indentation: 4)}}
            }

            /// <summary>{{evaluated}}{{positions}}.</summary>
            public double Evaluate(Dataset data) => Assess(data).{{(plan.Loss.IsRegression ? "Loss" : "Accuracy")}};

            /// <summary>{{assessed}} on a data set{{positions}}.</summary>
            public Evaluation Assess(Dataset data)
            {
                StepInput.Check(Info, _store, data);
            {{Assessment(plan)}}
            }

            /// <summary>Predictions for a data set beside its labels, from which metrics are computed.</summary>
            public PredictedData PredictAll(Dataset data)
            {
                StepInput.Check(Info, _store, data);
                return PredictedData.Of(Info, data, batch: {{plan.EvaluationBatch}}, Predict);
            }
            """;
    }

    private static string PredictTensor(string network) => $"return {network}.Predict(input);";

    private static string Spans(ModelPlan plan) => $$"""
        /// <summary>Writes {{plan.OutputWord}} of the quantized weights and running statistics.</summary>
        /// <remarks>
        /// Several threads may predict with one model at the same time, as long as no thread trains or disposes it meanwhile.
        /// </remarks>
        /// <param name="inputs">Any number of samples of {{plan.SampleWords}}, row-major.</param>
        /// <param name="logits">Receives {{plan.Graph.Output.Elements}} {{plan.OutputWord}} of each sample, row-major.</param>
        /// <exception cref="ArgumentException">The lengths do not fit.</exception>
        [OverloadResolutionPriority(1)]
        public void Predict({{plan.InputSpan}} inputs, Span<float> logits)
        {
            StepInput.Check(Info, _store, inputs, logits);
            if (NetworkOnCpu is { } network)
                network.Predict(inputs, logits);
            else
                NetworkOnCuda!.Predict(inputs, logits);
        }


        """;

    /// <summary>Prediction that goes on where another has ended, of a network with states.</summary>
    private static string Continued(ModelPlan plan) => plan.Carried == 0 ? "" : $$"""
        /// <summary>The states of the recurrent layers at the beginning of sequences, for predictions that go on from one another.</summary>
        /// <param name="samples">Sequences that go on side by side.</param>
        /// <exception cref="NotSupportedException">The model is not on the CPU.</exception>
        public RecurrentState NewState(int samples = 1) => CpuTraining.Needed({{Paths.OnCpu}}, Info).NewState(samples);

        /// <summary>Writes logits of sequences of any length that go on where those before have ended.</summary>
        /// <param name="inputs">As many sequences of one length as the state has samples, row-major.</param>
        /// <param name="logits">Receives {{plan.Graph.Output.Channels}} logits of each {{plan.LabelledWord}}, row-major.</param>
        /// <param name="state">The states of the recurrent layers, from <see cref="NewState"/>; become those behind the last position.</param>
        /// <exception cref="ArgumentException">The lengths do not fit.</exception>
        /// <exception cref="NotSupportedException">The model is not on the CPU.</exception>
        public void Predict({{plan.InputSpan}} inputs, Span<float> logits, RecurrentState state)
        {
            StepInput.Check(Info, _store, inputs, logits, state);
            CpuTraining.Needed({{Paths.OnCpu}}, Info).Predict(inputs, logits, state);
        }


        """;

    private static string Assessment(ModelPlan plan)
    {
        return Paths.Of(network => $"return {network}.{plan.Loss.Assess()};", device => $"return {device}.Assess(data);", indentation: 4);
    }
}
