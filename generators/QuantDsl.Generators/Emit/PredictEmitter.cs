using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit;

/// <summary>Prediction and evaluation.</summary>
internal static class PredictEmitter
{
    private const string Usings = """
        using System;
        using System.Runtime.CompilerServices;
        using QuantDsl;
        using QuantDsl.CompilerServices;
        using static TorchSharp.torch;
        """;

    public static SourceFile Emit(ModelPlan plan) =>
        GeneratedFile.Write(plan.Type, "Predict", Usings, "", "", writer => writer.Lines(Members(plan)));

    private static string Members(ModelPlan plan)
    {
        string sizes = string.Join(", ", plan.Graph.Output.Dimensions);
        string positions = plan.OutputLength is null ? "" : ", over all positions";
        return (plan.HasKernels ? Spans(plan) : "") + $$"""
            /// <summary>Returns logits [N, {{sizes}}] of the quantized weights and running statistics; records no gradient.</summary>
            /// <param name="input">{{plan.InputWords}}.</param>
            public Tensor Predict(Tensor input)
            {
                StepInput.Check(Info, _store, input);
            {{Paths.Of(plan, network => $"return {network}.Predict(input);", PredictOnTorch, indentation: 4)}}
            }

            /// <summary>Accuracy on a data set, in [0, 1]{{positions}}.</summary>
            public double Evaluate(Dataset data) => Assess(data).Accuracy;

            /// <summary>Accuracy and mean loss on a data set{{positions}}.</summary>
            public Evaluation Assess(Dataset data)
            {
                StepInput.Check(Info, _store, data);
            {{Assessment(plan)}}
            }
            """;
    }

    private const string PredictOnTorch = """
        using IDisposable inference = no_grad();
        return Forward(input, ForwardPass.Predict);
        """;

    private const string SpansOnEither = """
            if (NetworkOnCpu is { } network)
                network.Predict(inputs, logits);
            else
                TensorSpans.Predict(Info, _store, Predict, inputs, logits);
        """;

    private static string Spans(ModelPlan plan) => $$"""
        /// <summary>Writes logits of the quantized weights and running statistics. Several threads may call it at the same time.</summary>
        /// <param name="inputs">Any number of samples of {{plan.SampleWords}}, row-major.</param>
        /// <param name="logits">Receives {{plan.Graph.Output.Elements}} logits of each sample, row-major.</param>
        /// <exception cref="ArgumentException">The lengths do not fit.</exception>
        [OverloadResolutionPriority(1)]
        public void Predict(ReadOnlySpan<float> inputs, Span<float> logits)
        {
            StepInput.Check(Info, _store, inputs, logits);
        {{(plan.HasTorch ? SpansOnEither : "    _network.Predict(inputs, logits);")}}
        }


        """;

    private static string Assessment(ModelPlan plan)
    {
        string loss = plan.Declaration.Losses[0].Kind.ToString();
        int batch = plan.EvaluationBatch;
        string labels = plan.OutputLength is { } length ? $"(data.Count * {length})" : "data.Count";
        string onTorch = $$"""
            long correct = 0;
            double loss = 0;
            for (long start = 0; start < data.Count; start += {{batch}})
            {
                long size = Math.Min({{batch}}, data.Count - start);
                data.Slice(start, size, out Tensor input, out Tensor labels, _store.Device);
                using (input)
                using (labels)
                using (Tensor logits = Predict(input))
                using (Tensor cost = Losses.{{loss}}(logits, labels))
                {
                    correct += Accuracy.Correct(logits, labels);
                    loss += size * cost.item<float>();
                }
            }
            return new Evaluation((double)correct / {{labels}}, loss / data.Count);
            """;
        return Paths.Of(plan, network => $"return {network}.Assess<Mean{loss}>(data);", onTorch, indentation: 4);
    }
}
