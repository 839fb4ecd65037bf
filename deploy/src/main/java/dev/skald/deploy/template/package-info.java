/**
 * CloudFormation templates, as SAM and the CDK write them and as the {@code resources} of a Serverless project are: {@link
 * dev.skald.deploy.template.Intrinsics} computes what {@code Ref}, {@code Fn::Sub} and their like stand for; a reader per kind
 * of resource puts what Skald has into a {@link dev.skald.deploy.template.Draft}. What Skald has not is told.
 */
@NullMarked
package dev.skald.deploy.template;

import org.jspecify.annotations.NullMarked;
